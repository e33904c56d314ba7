import { at, remove, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

/** Every order that Terraform cannot see, where a construct keeps it. */
export const ORDER: readonly Weakening[] = [
  ...rows("production", {
    "hidden-dependencies": [
      [
        "aws_ecs_service.web",
        "the policies of its tasks' roles",
        at("aws_ecs_task_definition.web-task_task-definition", remove("depends_on")),
      ],
      [
        "aws_iam_instance_profile.hosts_role_instance-profile",
        "the policies of its role",
        remove("depends_on"),
      ],
      [
        "aws_lambda_function.deploy-notifier_function",
        "the policies of its role",
        remove("depends_on", "aws_iam_role_policy"),
      ],
      [
        "aws_cloudwatch_event_target.deploy-notifier_image-scans-target",
        "the policy of its dead-letter queue",
        remove("depends_on", "aws_sqs_queue_policy"),
      ],
      [
        "aws_cloudwatch_event_target.deploy-notifier_image-scans-target",
        "the permission by which its rule calls the function",
        remove("depends_on", "aws_lambda_permission"),
      ],
      [
        "aws_lb.load-balancer",
        "the internet gateway of its network",
        remove("depends_on", "aws_internet_gateway"),
        remove("depends_on", "aws_route"),
      ],
      [
        "aws_autoscaling_group.hosts_group",
        "the route to the internet of its subnets",
        remove("depends_on", "aws_internet_gateway"),
        remove("depends_on", "aws_route"),
      ],
      [
        "aws_autoscaling_group.hosts_group",
        "the egress rules of its security group",
        remove("depends_on", "aws_vpc_security_group_egress_rule"),
      ],
      [
        "aws_cloudwatch_metric_alarm.alarms_database-disk-burst",
        "the policy of the topic it publishes to",
        set("alarm_actions.0", "${aws_sns_topic.alarm-topic_D89A1C02.arn}"),
        set("ok_actions.0", "${aws_sns_topic.alarm-topic_D89A1C02.arn}"),
      ],
    ],
  }),
  ...rows("eventbridge-scheduler", {
    "hidden-dependencies": [
      ["aws_scheduler_schedule.schedule", "the policies of its role", remove("depends_on")],
    ],
  }),
];
