import type { Policy } from "../policy";
import { blocks, isTrue, list, number, unless, unlessTrue } from "../values";

/** Defaults of the provider. */
const INTERVAL = 30;
const TIMEOUT = 5;

export const healthCheckTimeouts: Policy = {
  name: "health-check-timeouts",
  reason: "The load balancer refuses a health check that does not end before the next one begins.",
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

export const loadBalancerSubnets: Policy = {
  name: "load-balancer-subnets",
  reason: "An application load balancer needs subnets in two zones.",
  source: 'AWS: "CreateLoadBalancer", Elastic Load Balancing API Reference',
  types: ["aws_lb", "aws_alb"],
  check: ({ body }) => {
    if ((body.load_balancer_type ?? "application") !== "application") return [];
    const subnets = list(body.subnets ?? body.subnet_mapping);
    return subnets.length === 1 ? ["it has one subnet: add one in another availability zone"] : [];
  },
};

export const httpsCertificates: Policy = {
  name: "https-certificates",
  reason: "A listener cannot speak TLS without a certificate.",
  source: 'AWS: "CreateListener", Elastic Load Balancing API Reference',
  types: ["aws_lb_listener", "aws_alb_listener"],
  check: ({ body }) =>
    (body.protocol === "HTTPS" || body.protocol === "TLS") && body.certificate_arn === undefined
      ? [`protocol is ${body.protocol} and certificate_arn is missing: name a certificate, or use HTTP`]
      : [],
};

export const requestHardening: Policy = {
  name: "request-hardening",
  reason:
    "Two servers that parse one request differently can be made to accept a second, hidden request, and no log shows it.",
  source: 'AWS: "Application Load Balancers" and "Enable access logs", Elastic Load Balancing',
  types: ["aws_lb"],
  check: ({ body }) => [
    ...unlessTrue(body, "drop_invalid_header_fields", "invalid-headers"),
    ...unless(
      ["defensive", "strictest"].includes(String(body.desync_mitigation_mode)),
      "desync",
      "desync_mitigation_mode is neither defensive nor strictest: set it to defensive",
    ),
    ...unless(
      blocks(body.access_logs).some(({ enabled }) => isTrue(enabled)),
      "access-logs",
      "access_logs is not enabled: give it an AccessLogs bucket",
    ),
  ],
};
