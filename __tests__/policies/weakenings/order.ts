import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

/** Every construct that keeps an order which Terraform cannot see. */
export const ORDER: readonly ExpectedWeakening[] = [
  ...of("constructs/containers/task-definition", [
    [
      "hidden-dependencies",
      "aws_ecs_service.web",
      "what its tasks' roles may do",
      "      dependsOn: [...roles.permissions],\n",
      "",
    ],
  ]),
  ...of("constructs/hosts/host-role", [
    [
      "hidden-dependencies",
      "aws_iam_instance_profile.hosts",
      "what its role may do",
      "      dependsOn: [...role.permissions],\n",
      "",
    ],
  ]),
  ...of(
    "constructs/services/minutely-schedule",
    [
      [
        "hidden-dependencies",
        "aws_scheduler_schedule.schedule",
        "what its role may do",
        "      dependsOn: [...role.permissions],\n",
        "",
      ],
    ],
    "eventbridge-scheduler",
  ),
  ...of("constructs/notifier/deploy-notifier", [
    [
      "hidden-dependencies",
      "aws_lambda_function.deploy-notifier",
      "what its role may do",
      "dependsOn: [log, ...role.permissions]",
      "dependsOn: [log]",
    ],
    [
      "hidden-dependencies",
      "aws_cloudwatch_event_target.deploy-notifier",
      "the policy of its dead-letter queue",
      "dependsOn: [permission, queuePolicy]",
      "dependsOn: [permission]",
    ],
    [
      "hidden-dependencies",
      "aws_cloudwatch_event_target.deploy-notifier",
      "the permission by which its rule calls the function",
      "dependsOn: [permission, queuePolicy]",
      "dependsOn: [queuePolicy]",
    ],
  ]),
  ...of("constructs/network/load-balancer", [
    [
      "hidden-dependencies",
      "aws_lb.load-balancer",
      "the internet gateway of its network",
      "dependsOn: [...network.internetAccess, ",
      "dependsOn: [",
    ],
  ]),
  ...of("constructs/hosts/container-hosts", [
    [
      "hidden-dependencies",
      "aws_autoscaling_group.hosts",
      "the route to the internet of its subnets",
      "dependsOn: [...network.internetAccess, ...egress]",
      "dependsOn: [...egress]",
    ],
    [
      "hidden-dependencies",
      "aws_autoscaling_group.hosts",
      "call out",
      "dependsOn: [...network.internetAccess, ...egress]",
      "dependsOn: [...network.internetAccess]",
    ],
  ]),
  ...of("constructs/monitoring/alarms/alarm-topic", [
    [
      "hidden-dependencies",
      "aws_cloudwatch_metric_alarm.alarms",
      "the policy of the topic it publishes to",
      'this.arn = new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: policy.json }).arn;',
      'new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: policy.json });\n    this.arn = topic.arn;',
    ],
  ]),
];
