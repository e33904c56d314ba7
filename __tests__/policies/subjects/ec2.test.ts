import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { TerraformStack } from "cdktf";
import type { Protected } from "../protected";
import { template } from "../protected";
import * as policies from "../../../policies/subjects/ec2";
import { describePolicies } from "../describe-policies";

const protectedGroup = (stack: TerraformStack, protectFromScaleIn: boolean, managedScaling: object) =>
  new EcsCapacityProvider(stack, "provider", {
    name: "hosts",
    autoScalingGroupProvider: {
      autoScalingGroupArn: new AutoscalingGroup(stack, "group", {
        minSize: 1,
        maxSize: 2,
        protectFromScaleIn,
      }).arn,
      managedTerminationProtection: "ENABLED",
      managedScaling,
    },
  });

const group: Protected = (stack, change) =>
  new AutoscalingGroup(stack, "group", {
    minSize: 1,
    maxSize: 2,
    vpcZoneIdentifier: ["subnet-1", "subnet-2"],
    launchTemplate: {
      id: new LaunchTemplate(stack, "template", { instanceMarketOptions: { marketType: "spot" } }).id,
    },
    capacityRebalance: true,
    instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
    instanceRefresh: refresh({}),
    ...change,
  });

const refresh = (preferences: object) => ({
  strategy: "Rolling",
  preferences: { minHealthyPercentage: 100, autoRollback: true, ...preferences },
});

const spread: Protected = (stack, change) =>
  new EcsService(stack, "s", {
    name: "web",
    desiredCount: 2,
    orderedPlacementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
    ...change,
  });

describePolicies(policies, {
  accepts: {
    "termination-protection": {
      "a group that protects its instances": (stack) => protectedGroup(stack, true, { status: "ENABLED" }),
    },
    "group-sizes": {
      "sizes in order": (stack) =>
        new AutoscalingGroup(stack, "g", { minSize: 1, maxSize: 2, desiredCapacity: 2 }),
    },
  },
  refuses: {
    "termination-protection": {
      "protection without managed scaling": [
        (stack) => protectedGroup(stack, true, { status: "DISABLED" }),
        "without managed_scaling",
      ],
      "managed termination protection without scale-in protection": [
        (stack) => {
          const group = new AutoscalingGroup(stack, "group", { minSize: 1, maxSize: 2 });
          new EcsCapacityProvider(stack, "provider", {
            name: "hosts",
            autoScalingGroupProvider: {
              autoScalingGroupArn: group.arn,
              managedTerminationProtection: "ENABLED",
              managedScaling: { status: "ENABLED" },
            },
          });
        },
        "managed_termination_protection is ENABLED and aws_autoscaling_group.group has no protect_from_scale_in: set that to true",
      ],
    },
    "group-sizes": {
      "a desired size outside": [
        (stack) => new AutoscalingGroup(stack, "g", { minSize: 1, maxSize: 2, desiredCapacity: 3 }),
        "desired_capacity is 3: set it between min_size, 1, and max_size, 2",
      ],
      "ASG min > max": [
        (stack) => new AutoscalingGroup(stack, "group", { minSize: 3, maxSize: 2 }),
        "aws_autoscaling_group.group: min_size is 3 and max_size 2: raise max_size",
      ],
    },
  },
  protects: {
    "instance-metadata": {
      "what containers send": [
        template,
        { userData: "echo" },
        "user_data does not drop what containers send to 169.254.169.254",
      ],
      tokens: [
        template,
        { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } },
        'metadata_options.http_tokens is not "required"',
      ],
      hops: [
        template,
        { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } },
        "metadata_options.http_put_response_hop_limit is not 1",
      ],
    },
    "host-replacements": {
      "a host that is replaced": [
        group,
        { instanceMaintenancePolicy: { minHealthyPercentage: 50, maxHealthyPercentage: 100 } },
        "instance_maintenance_policy.min_healthy_percentage is below 100",
      ],
      "a new template": [
        group,
        { instanceRefresh: refresh({ minHealthyPercentage: 0 }) },
        "instance_refresh.preferences.min_healthy_percentage is below 100",
      ],
      "a template that does not start": [
        group,
        { instanceRefresh: refresh({ autoRollback: false }) },
        "instance_refresh.preferences.auto_rollback is not true",
      ],
      "a spot host that is taken back": [
        group,
        { capacityRebalance: false },
        "capacity_rebalance is not true",
      ],
      "its tasks": [
        (stack, change: { draining?: string } = {}) =>
          new EcsCapacityProvider(stack, "provider", {
            name: "hosts",
            autoScalingGroupProvider: {
              autoScalingGroupArn: "arn",
              managedDraining: change.draining ?? "ENABLED",
            },
          }),
        { draining: "DISABLED" },
        "managed_draining is not ENABLED",
      ],
    },
    zones: {
      hosts: [group, { vpcZoneIdentifier: ["subnet-1"] }, "vpc_zone_identifier names one subnet"],
      tasks: [
        spread,
        { orderedPlacementStrategy: [{ type: "binpack", field: "memory" }] },
        "ordered_placement_strategy does not spread tasks over zones first",
      ],
      "tasks that crowd": [
        spread,
        { availabilityZoneRebalancing: "DISABLED" },
        "availability_zone_rebalancing is DISABLED",
      ],
      "a NAT gateway": [
        (stack, change: { natGatewayId?: string } = {}) => {
          const nat = new NatGateway(stack, "nat", { subnetId: "subnet-1" });
          new Route(stack, "route", { routeTableId: "rtb-1", natGatewayId: change.natGatewayId ?? nat.id });
        },
        { natGatewayId: "nat-1" },
        "aws_nat_gateway.nat: no aws_route uses the NAT gateway",
      ],
    },
  },
});
