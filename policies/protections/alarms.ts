import type { Block, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, unless } from "../values";

/** The dimension by which CloudWatch knows a resource, and where the resource has its value. */
const DIMENSIONS: Readonly<Record<string, readonly [dimension: string, argument: string]>> = {
  aws_db_instance: ["DBInstanceIdentifier", "identifier"],
  aws_lb: ["LoadBalancer", "arn_suffix"],
  aws_sqs_queue: ["QueueName", "name"],
};

const ALARM = "aws_cloudwatch_metric_alarm";

export const alarms: Policy = {
  name: "alarms",
  reason: "It fails or fills up, and nobody is told.",
  source: 'AWS: "Using Amazon CloudWatch alarms", Amazon CloudWatch User Guide',
  types: [ALARM, ...Object.keys(DIMENSIONS)],
  check: (block, stack) =>
    block.type === ALARM
      ? unless(
          list(block.body.alarm_actions).length > 0,
          found("no-action", "alarm_actions is empty: name the environment's topic"),
        )
      : unless(
          isWatched(block, stack),
          found("unwatched", "no alarm watches it: add one to constructs/monitoring/alarms"),
        ),
};

function isWatched({ type, address, body }: Block, stack: SynthesizedStack): boolean {
  const [dimension = "", argument = ""] = DIMENSIONS[type] ?? [];
  const names = [body[argument], `\${${address}.${argument}}`];
  return stack.blocks
    .filter((other) => other.type === ALARM && !onlyScales(other))
    .flatMap((alarm) => [
      alarm.body,
      ...blocks(alarm.body.metric_query).flatMap(({ metric }) => blocks(metric)),
    ])
    .flatMap(({ dimensions }) => blocks(dimensions))
    .some(({ [dimension]: name }) => name !== undefined && names.includes(name));
}

/** Of which nobody hears: it only adds or removes tasks. */
const onlyScales = ({ body }: Block) => {
  const actions = list(body.alarm_actions).map(String);
  return actions.length > 0 && actions.every((action) => action.startsWith("${aws_appautoscaling_policy."));
};
