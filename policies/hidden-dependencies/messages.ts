import { blocks, list } from "../values";
import type { HiddenDependency } from "./hidden-dependency";
import { same } from "./hidden-dependency";

/** Alarms and events, after the policies by which they are delivered. */
export const MESSAGES: readonly HiddenDependency[] = [
  {
    dependents: ["aws_cloudwatch_event_target"],
    needs: "the permission by which its rule calls the function",
    find: ({ body }, stack) =>
      stack.all("aws_lambda_permission").filter((permission) => {
        const lambda = stack.find("aws_lambda_function", body.arn);
        const [rule] = stack.referredTo("aws_cloudwatch_event_rule", permission.body.source_arn);
        return (
          lambda !== undefined &&
          rule !== undefined &&
          same(stack, body.rule, rule.body.name) &&
          same(stack, permission.body.function_name, lambda.body.function_name)
        );
      }),
    otherwise: "events until then are refused by Lambda",
    source: '"AWS Lambda permissions", Using resource-based policies, Amazon EventBridge User Guide',
  },
  {
    dependents: ["aws_cloudwatch_event_target"],
    needs: "the policy of its dead-letter queue",
    find: ({ body }, stack) =>
      blocks(body.dead_letter_config)
        .flatMap(({ arn }) => stack.find("aws_sqs_queue", arn) ?? [])
        .flatMap((queue) => stack.about(queue, "aws_sqs_queue_policy", "queue_url")),
    otherwise: "events that are not delivered until then are lost",
    source: '"Considerations for using a dead-letter queue", Amazon EventBridge User Guide',
  },
  {
    dependents: ["aws_cloudwatch_metric_alarm"],
    needs: "the policy of the topic it publishes to",
    find: ({ body }, stack) => {
      const topics = [body.alarm_actions, body.ok_actions, body.insufficient_data_actions]
        .flatMap(list)
        .flatMap((action) => stack.find("aws_sns_topic", stack.resolve(action)) ?? []);
      return [...new Set(topics)].flatMap((topic) => stack.about(topic, "aws_sns_topic_policy", "arn"));
    },
    otherwise: "its first change of state is announced to no one",
    source: '"Using Amazon SNS access control", Amazon SNS Developer Guide',
  },
];
