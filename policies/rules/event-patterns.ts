import type { Policy } from "../policy";
import { isObject } from "../values";

export const eventPatterns: Policy = {
  name: "event-patterns",
  reason: "EventBridge matches lists of values; a pattern with anything else is refused.",
  source: 'AWS: "Amazon EventBridge event patterns", EventBridge User Guide',
  types: ["aws_cloudwatch_event_rule"],
  check: ({ body }, stack) =>
    fieldsWithoutList(stack.parse(body.event_pattern), "").map(
      ([path, value]) =>
        `event_pattern has ${path} = ${JSON.stringify(value)}: write [${JSON.stringify(value)}]`,
    ),
};

function fieldsWithoutList(pattern: unknown, path: string): (readonly [path: string, value: unknown])[] {
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [];
    return isObject(value) ? fieldsWithoutList(value, `${path}${key}.`) : [[`${path}${key}`, value] as const];
  });
}
