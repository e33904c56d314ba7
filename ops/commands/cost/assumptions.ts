/** AWS's own convention for a month (AWS Pricing Calculator). */
export const HOURS = 730;

/** What depends on use. A small API stays below these. */
export const USE = {
  /** An average; one is 25 new connections a second, or 1 GB an hour. */
  loadBalancerCapacityUnits: 1,
  logsGB: 5,
  imagesGB: 5,
  accessLogsGB: 1,
  natGB: 20,
};

/** Spot's share of the on-demand price. It moves with the hour; t3 in Tokyo cost 30 to 40 % during 2025. */
export const SPOT_SHARE = 0.4;

/** Log objects a load balancer node writes: one per five minutes. */
export const ACCESS_LOGS_PER_HOUR = 12;

/** Said beside every estimate. */
export const ASSUMPTIONS: readonly string[] = [
  `a month of ${HOURS} hours, list prices in USD without tax and savings plans`,
  `hosts at their minimum, burstable ones within their CPU credits; spot at ${SPOT_SHARE * 100} % of on-demand`,
  `on average ${USE.loadBalancerCapacityUnits} load balancer capacity unit; ${USE.logsGB} GB of logs, ${USE.imagesGB} GB of images, ${USE.natGB} GB through NAT`,
  "free and so not counted: 100 GB a month to the internet, a million SQS requests, three dashboards, backups no larger than the database",
  "the hosted zone, the certificate (free) and the state bucket (cents) are not counted",
];
