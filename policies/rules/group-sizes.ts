import type { Policy } from "../policy";
import { number } from "../values";

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
