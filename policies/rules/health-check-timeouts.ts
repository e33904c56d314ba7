import type { Policy } from "../policy";
import { blocks, number } from "../values";

/** Defaults of the provider. */
const INTERVAL = 30;
const TIMEOUT = 5;

export const healthCheckTimeouts: Policy = {
  name: "health-check-timeouts",
  reason: "A health check must end before the next one begins; the load balancer refuses others.",
  source: 'AWS: "Target group health checks", Application Load Balancers guide',
  types: ["aws_lb_target_group", "aws_alb_target_group"],
  check: ({ body }) =>
    blocks(body.health_check).flatMap((healthCheck) => {
      const interval = number(healthCheck.interval ?? INTERVAL);
      const timeout = number(healthCheck.timeout ?? TIMEOUT);
      if (interval === undefined || timeout === undefined || timeout < interval) return [];
      return [`health_check.timeout is ${timeout} and interval ${interval}: set timeout below interval`];
    }),
};
