/** The hours of a month (AWS Pricing Calculator). */
export const HOURS = 730;

/** Usage. A small API stays below these. */
export const USE = {
  /** On average. One unit is 25 new connections a second, or 1 GB an hour. */
  loadBalancerCapacityUnits: 1,
  logsGB: 5,
  imagesGB: 5,
  accessLogsGB: 1,
  natGB: 20,
  filesGB: 10,
  filesWritten: 10_000,
  mails: 10_000,
  /** One drill, with a small database. */
  drillHours: 2,
  /** Changes of the database and of the files in a month, which are copied elsewhere. */
  copiedGB: 10,
};

/** The Spot price as a share of the on-demand price. It varies: t3 in Tokyo cost 30 to 40 % during 2025. */
export const SPOT_SHARE = 0.4;

/** Log objects a load balancer node writes: one per five minutes. */
export const ACCESS_LOGS_PER_HOUR = 12;

/** Printed with every estimate. */
export const ASSUMPTIONS: readonly string[] = [
  `a month of ${HOURS} hours, list prices in USD without tax and savings plans`,
  `the minimum number of hosts, burstable ones within their CPU credits; Spot at ${SPOT_SHARE * 100} % of the on-demand price`,
  `an average of ${USE.loadBalancerCapacityUnits} load balancer capacity unit; ${USE.logsGB} GB of logs, ${USE.imagesGB} GB of images, ${USE.natGB} GB through NAT`,
  "free, and therefore not counted: 100 GB a month to the internet, a million SQS requests, three dashboards, backups no larger than the database",
  "not counted: the hosted zone, the certificate (free) and the state bucket (a few cents)",
];
