import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import type { TerraformStack } from "cdktf";
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
});
