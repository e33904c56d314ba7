import { given } from "../../facts/given";
import type { Block } from "../block";
import type { Policy } from "../policy";
import { byType } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, desiredCount, isTrue, number, unless } from "../values";

/** Whether a script adds the rule of hostUserData that keeps containers from the metadata service. */
const dropsMetadata = (script: string) =>
  script
    .split("\n")
    .flatMap((line) => line.split("--insert DOCKER-USER ").slice(1))
    .some((rule) => rule.includes("169.254.169.254") && rule.includes("--jump DROP"));

export const groupSizes: Policy = {
  name: "group-sizes",
  reason: "Auto Scaling refuses a group whose sizes contradict each other.",
  source: 'AWS: "CreateAutoScalingGroup", Amazon EC2 Auto Scaling API Reference',
  types: ["aws_autoscaling_group"],
  check: ({ body }) => {
    const minimum = number(body.min_size) ?? 0;
    const maximum = number(body.max_size) ?? Infinity;
    const desired = number(body.desired_capacity);
    if (minimum > maximum) return [`min_size is ${minimum} and max_size ${maximum}: raise max_size`];
    if (desired === undefined || (desired >= minimum && desired <= maximum)) return [];
    return [`desired_capacity is ${desired}: set it between min_size, ${minimum}, and max_size, ${maximum}`];
  },
};

export const terminationProtection: Policy = {
  name: "termination-protection",
  reason: "ECS refuses to protect instances of a group that does not protect them from scale-in itself.",
  source: 'AWS: "AutoScalingGroupProvider", Amazon ECS API Reference',
  types: ["aws_ecs_capacity_provider"],
  check: ({ body }, stack) =>
    blocks(body.auto_scaling_group_provider).flatMap((provider) => {
      if (provider.managed_termination_protection !== "ENABLED") return [];
      const group = stack.find("aws_autoscaling_group", provider.auto_scaling_group_arn);
      const unscaled = blocks(provider.managed_scaling).every(({ status }) => status !== "ENABLED");
      return given(
        group &&
          group.body.protect_from_scale_in !== true &&
          `managed_termination_protection is ENABLED and ${group.address} has no protect_from_scale_in: ` +
            "set that to true, or this to DISABLED",
        unscaled &&
          "managed_termination_protection is ENABLED without managed_scaling: enable that, or set this to DISABLED",
      );
    }),
};

export const instanceMetadata: Policy = {
  name: "instance-metadata",
  reason: "An attacker who can make a container send requests can read the credentials of the host.",
  source: 'AWS: "Configure the Instance Metadata Service options", Amazon EC2 User Guide',
  types: ["aws_launch_template", "aws_instance"],
  check: ({ body }, stack) => {
    const [options = {}] = blocks(body.metadata_options);
    const script = stack.scriptOf(body.user_data);
    return [
      ...unless(
        options.http_tokens === "required",
        "imds-v1",
        'metadata_options.http_tokens is not "required": set it to "required" (IMDSv2)',
      ),
      ...unless(
        number(options.http_put_response_hop_limit) === 1,
        "hop-limit",
        "metadata_options.http_put_response_hop_limit is not 1, so containers reach the metadata service: set it to 1",
      ),
      ...unless(
        dropsMetadata(script),
        "container-access",
        "user_data does not drop what containers send to 169.254.169.254: add the rule of hostUserData",
      ),
    ];
  },
};

const staysWhole = (settings: Readonly<Record<string, unknown>>, where: string) =>
  unless(
    (number(settings.min_healthy_percentage) ?? 0) >= 100,
    "healthy-percentage",
    `${where}.min_healthy_percentage is below 100, so the old host is terminated before the new one is ready: set it to 100`,
  );

const isOfSpot = ({ body }: Block, stack: SynthesizedStack) =>
  blocks(body.launch_template)
    .map(({ id }) => stack.find("aws_launch_template", id))
    .flatMap((template) => blocks(template?.body.instance_market_options))
    .some(({ market_type }) => market_type === "spot");

export const hostReplacements: Policy = {
  name: "host-replacements",
  reason: "Every task on a host stops with it, before another host can take over.",
  source:
    'AWS: "Instance maintenance policies" and "Capacity Rebalancing", Amazon EC2 Auto Scaling User Guide; "Safely stop Amazon ECS workloads running on EC2 instances", Amazon ECS Developer Guide',
  types: ["aws_autoscaling_group", "aws_ecs_capacity_provider"],
  check: (block, stack) => {
    const { type, body } = block;
    if (type === "aws_ecs_capacity_provider") {
      return blocks(body.auto_scaling_group_provider).flatMap(({ managed_draining }) =>
        unless(
          managed_draining === "ENABLED",
          "draining",
          "managed_draining is not ENABLED: set it to ENABLED",
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
        "rollback",
        "instance_refresh.preferences.auto_rollback is not true, so hosts that do not start are kept: set it to true",
      ),
      ...unless(
        !isOfSpot(block, stack) || isTrue(body.capacity_rebalance),
        "rebalance",
        "capacity_rebalance is not true, so a spot host is replaced only after it is terminated: set it to true",
      ),
    ];
  },
};

const BY_ZONE = "attribute:ecs.availability-zone";

export const zones: Policy = {
  name: "zones",
  reason: "The failure of one zone takes the service down, although another zone works.",
  source: 'AWS: "Use multiple Availability Zones", Reliability Pillar, Well-Architected Framework',
  ...byType({
    aws_autoscaling_group: ({ body }) =>
      unless(
        // A list that is known later may be of any length.
        !Array.isArray(body.vpc_zone_identifier) || body.vpc_zone_identifier.length > 1,
        "one-subnet",
        "vpc_zone_identifier names one subnet: name one in each zone",
      ),
    aws_ecs_service: ({ body }) => [
      ...unless(
        blocks(body.ordered_placement_strategy)[0]?.field === BY_ZONE,
        "placement",
        `ordered_placement_strategy does not spread tasks over zones first: begin with ${BY_ZONE}`,
      ),
      ...unless(
        (desiredCount(body.desired_count) ?? 1) < 2 || body.availability_zone_rebalancing !== "DISABLED",
        "rebalancing",
        "availability_zone_rebalancing is DISABLED, so tasks stay crowded in one zone: set it to ENABLED",
      ),
    ],
    aws_nat_gateway: (block, stack) =>
      unless(
        stack.about(block, "aws_route", "nat_gateway_id").length > 0,
        "unused-gateway",
        "no aws_route uses the NAT gateway: route the subnets of its zone to it",
      ),
  }),
};
