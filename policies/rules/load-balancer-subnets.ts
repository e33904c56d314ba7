import type { Policy } from "../policy";
import { list } from "../values";

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
