import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { later, listener } from "../resources";
import * as policies from "../../../policies/subjects/load-balancer";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "health-check-timeouts": {
      "a check that ends before the next": (stack) =>
        new LbTargetGroup(stack, "t", { healthCheck: { interval: 10, timeout: 9 } }),
    },
    "load-balancer-subnets": {
      "two subnets": (stack) => new Lb(stack, "l", { subnets: ["a", "b"] }),
      "a network load balancer in one subnet": (stack) =>
        new Lb(stack, "l", { loadBalancerType: "network", subnets: ["a"] }),
    },
    "https-certificates": {
      "a listener with a certificate": (stack) =>
        listener(stack, { protocol: "HTTPS", certificateArn: later(stack) }),
      "plain HTTP": (stack) => listener(stack, { protocol: "HTTP" }),
    },
  },
  refuses: {
    "health-check-timeouts": {
      "an interval not above the default timeout": [
        (stack) => new LbTargetGroup(stack, "t", { healthCheck: { interval: 5 } }),
        "timeout is 5 and interval 5",
      ],
      "health-check timeout >= interval": [
        (stack) => new LbTargetGroup(stack, "targets", { healthCheck: { interval: 10, timeout: 10 } }),
        "aws_lb_target_group.targets: health_check.timeout is 10 and interval 10: set timeout below interval",
      ],
    },
    "load-balancer-subnets": {
      "one ALB subnet": [
        (stack) => new Lb(stack, "lb", { subnets: ["subnet-1"] }),
        "aws_lb.lb: it has one subnet: add one in another availability zone",
      ],
    },
    "https-certificates": {
      "HTTPS listener without certificate": [
        (stack) => listener(stack, { protocol: "HTTPS", port: 443 }),
        "aws_lb_listener.listener: protocol is HTTPS and certificate_arn is missing: name a certificate, or use HTTP",
      ],
    },
  },
});
