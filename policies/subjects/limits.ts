import type { ArgumentLimit } from "../../facts/aws-limits";
import { ARGUMENT_LIMITS, TAG_LIMITS } from "../../facts/aws-limits";
import { COUNT_LIMITS } from "../../facts/resource-limits";
import { LOG_RETENTION_DAYS } from "../../facts/log-retention";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isObject, number, text } from "../values";

/** 0 keeps logs for ever. */
const RETENTION_DAYS: readonly number[] = [0, ...LOG_RETENTION_DAYS];

export const argumentValues: Policy = {
  name: "argument-values",
  reason: "AWS refuses other values.",
  source: "AWS: the limits in facts/aws-limits.ts, each with its document",
  types: ["aws_cloudwatch_log_group", ...ARGUMENT_LIMITS.map(({ type }) => type)],
  check: ({ type, body }, stack) => {
    const retention = number(body.retention_in_days);
    return [
      ...ARGUMENT_LIMITS.filter((limit) => limit.type === type).flatMap((limit) =>
        valuesAt(body, limit.argument.split("."), stack).flatMap((value) => violation(limit, value, stack)),
      ),
      ...(type === "aws_cloudwatch_log_group" &&
      retention !== undefined &&
      !RETENTION_DAYS.includes(retention)
        ? [`retention_in_days is ${retention}: choose one of ${RETENTION_DAYS.join(", ")}`]
        : []),
    ];
  },
};

/** The values at a path. A block that occurs several times, and each entry of a list, has its own. */
function valuesAt(value: unknown, [head, ...rest]: readonly string[], stack: SynthesizedStack): unknown[] {
  if (head === undefined) return [value];
  const inside = typeof value === "string" ? stack.parse(value) : value;
  if (Array.isArray(inside)) return inside.flatMap((each) => valuesAt(each, [head, ...rest], stack));
  return isObject(inside) && inside[head] !== undefined ? valuesAt(inside[head], rest, stack) : [];
}

function violation(limit: ArgumentLimit, value: unknown, stack: SynthesizedStack): string[] {
  const { argument, document, measure, unit, minimum, maximum } = limit;
  const amount = amountOf(limit, value, stack);
  if (amount === undefined || (amount >= (minimum ?? 0) && amount <= maximum)) return [];
  if (measure === "value") {
    const units = unit ? ` ${unit}` : "";
    return [`${argument} is ${amount}: choose ${minimum ?? 0} to ${maximum}${units} (${document})`];
  }
  const bounds = amount > maximum ? `at most ${maximum}` : `at least ${minimum}`;
  return [`${argument} has ${amount} ${measure}: use ${bounds} (${document})`];
}

function amountOf(
  { argument, measure }: ArgumentLimit,
  value: unknown,
  stack: SynthesizedStack,
): number | undefined {
  switch (measure) {
    case "value":
      return number(value);
    case "characters":
      return text(value) === undefined ? undefined : [...String(value)].length;
    case "bytes":
      return bytesOf(argument, value, stack);
    case "entries": {
      const inside = typeof value === "string" ? stack.parse(value) : value;
      if (Array.isArray(inside)) return inside.length;
      return isObject(inside) ? Object.keys(inside).length : undefined;
    }
  }
}

/** A text with a reference in it counts as it is written: near enough for what is measured in kilobytes. */
function bytesOf(argument: string, value: unknown, stack: SynthesizedStack): number | undefined {
  if (argument === "user_data") return Buffer.byteLength(stack.scriptOf(value));
  if (typeof value === "string") return Buffer.byteLength(value);
  return isObject(value) ? Buffer.byteLength(JSON.stringify(value)) : undefined;
}

export const resourceCounts: Policy = {
  name: "resource-counts",
  reason: "AWS refuses more of them.",
  source: "AWS: the limits in facts/aws-limits.ts, each with its document",
  types: COUNT_LIMITS.map(({ type }) => type),
  check: (block, stack) =>
    COUNT_LIMITS.filter(({ type }) => type === block.type).flatMap(({ type, per, maximum, document }) => {
      const same = stack.blocks.filter(
        (other) => other.type === type && String(other.body[per]) === String(block.body[per]),
      );
      // Reported once, at the first of them.
      return same.length > maximum && same[0] === block
        ? [`${same.length} of its type have this ${per}: use at most ${maximum} (${document})`]
        : [];
    }),
};

export const tagValues: Policy = {
  name: "tag-values",
  reason: "AWS refuses the tag, and with it the resource.",
  source: 'AWS: "Tag naming limits and requirements", Tagging AWS Resources and Tag Editor User Guide',
  check: ({ body }) =>
    [body.tags, ...blocks(body.default_tags).map(({ tags }) => tags)].flatMap((tags) =>
      isObject(tags) ? violationsIn(tags) : [],
    ),
};

function violationsIn(tags: Readonly<Record<string, unknown>>): string[] {
  const count = Object.keys(tags).length;
  return [
    ...(count > TAG_LIMITS.entries ? [`it has ${count} tags: use at most ${TAG_LIMITS.entries}`] : []),
    ...Object.entries(tags).flatMap(([key, value]) => [
      ...(/^aws:/i.test(key) ? [`the tag ${key} begins with aws:, which AWS reserves: rename it`] : []),
      ...problemsOf(`the key ${show(key)}`, key, TAG_LIMITS.key),
      ...problemsOf(`the value of the tag ${show(key)}`, text(value) ?? "", TAG_LIMITS.value),
    ]),
  ];
}

function problemsOf(what: string, words: string, longest: number): string[] {
  const length = [...words].length;
  return [
    ...(length > longest ? [`${what} has ${length} characters: use at most ${longest}`] : []),
    ...(TAG_LIMITS.characters.test(words)
      ? []
      : [`${what} has other characters than letters, digits, spaces and _.:/=+-@: leave them out`]),
  ];
}

const show = (key: string) => (key.length > 40 ? `${key.slice(0, 40)}...` : key);
