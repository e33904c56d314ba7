import type { Block, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, number, unless } from "../values";

const staysWhole = (settings: Readonly<Record<string, unknown>>, where: string) =>
  unless(
    (number(settings.min_healthy_percentage) ?? 0) >= 100,
    found(
      "healthy-percentage",
      `${where}.min_healthy_percentage is below 100, so the old host goes before the new one is there: set it to 100`,
    ),
  );

const isOfSpot = ({ body }: Block, stack: SynthesizedStack) =>
  blocks(body.launch_template)
    .map(({ id }) => stack.find("aws_launch_template", id))
    .flatMap((template) => blocks(template?.body.instance_market_options))
    .some(({ market_type }) => market_type === "spot");

export const hostReplacements: Policy = {
  name: "host-replacements",
  reason: "Every task on a host ends with it, before another host can take its place.",
  source:
    'AWS: "Instance maintenance policies" and "Capacity Rebalancing", Amazon EC2 Auto Scaling User Guide; "Safely stop Amazon ECS workloads running on EC2 instances", Amazon ECS Developer Guide',
  types: ["aws_autoscaling_group", "aws_ecs_capacity_provider"],
  check: (block, stack) => {
    const { type, body } = block;
    if (type === "aws_ecs_capacity_provider") {
      return blocks(body.auto_scaling_group_provider).flatMap(({ managed_draining }) =>
        unless(
          managed_draining === "ENABLED",
          found("draining", "managed_draining is not ENABLED: set it to ENABLED"),
        ),
      );
    }
    const [maintenance = {}] = blocks(body.instance_maintenance_policy);
    const [refresh = {}] = blocks(body.instance_refresh);
    const [preferences = {}] = blocks(refresh.preferences);
    return [
      ...staysWhole(maintenance, "instance_maintenance_policy"),
      ...staysWhole(preferences, "instance_refresh.preferences"),
      ...unless(
        isTrue(preferences.auto_rollback),
        found(
          "rollback",
          "instance_refresh.preferences.auto_rollback is not true, so hosts that do not start stay: set it to true",
        ),
      ),
      ...unless(
        !isOfSpot(block, stack) || isTrue(body.capacity_rebalance),
        found(
          "rebalance",
          "capacity_rebalance is not true, so a spot host is replaced only when it is gone: set it to true",
        ),
      ),
    ];
  },
};
