import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, number, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const BY_ZONE = "attribute:ecs.availability-zone";

const CHECKS: Readonly<Record<string, Check>> = {
  aws_autoscaling_group: ({ body }) =>
    unless(
      // A list that is known later may be of any length.
      !Array.isArray(body.vpc_zone_identifier) || body.vpc_zone_identifier.length > 1,
      found("one-subnet", "vpc_zone_identifier names one subnet: name one in each zone"),
    ),
  aws_ecs_service: ({ body }) => [
    ...unless(
      blocks(body.ordered_placement_strategy)[0]?.field === BY_ZONE,
      found(
        "placement",
        `ordered_placement_strategy does not spread tasks over zones first: begin with ${BY_ZONE}`,
      ),
    ),
    ...unless(
      (number(body.desired_count) ?? 1) < 2 || body.availability_zone_rebalancing !== "DISABLED",
      found(
        "rebalancing",
        "availability_zone_rebalancing is DISABLED, so tasks stay where they crowded: set it to ENABLED",
      ),
    ),
  ],
  aws_nat_gateway: (block, stack) =>
    unless(
      stack.about(block, "aws_route", "nat_gateway_id").length > 0,
      found("unused-gateway", "no aws_route leads to it: send the subnets of its zone there"),
    ),
};

export const zones: Policy = {
  name: "zones",
  reason: "One zone that fails takes with it what could have gone on in another.",
  source: 'AWS: "Use multiple Availability Zones", Reliability Pillar, Well-Architected Framework',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
