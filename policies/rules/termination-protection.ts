import type { Policy } from "../policy";
import { blocks } from "../values";

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
      return [
        ...(group && group.body.protect_from_scale_in !== true
          ? [
              `managed_termination_protection is ENABLED and ${group.address} has no protect_from_scale_in: ` +
                "set that to true, or this to DISABLED",
            ]
          : []),
        ...(unscaled
          ? [
              "managed_termination_protection is ENABLED without managed_scaling: enable that, or set this to DISABLED",
            ]
          : []),
      ];
    }),
};
