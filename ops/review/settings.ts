import { isObject } from "../../facts/terraform-json";
import type { ReviewFinding } from "./finding";
import { movedState } from "./moved-state";
import type { ResourceChange, TerraformPlan } from "./plan";
import type { Secrets } from "./secrets";
import { list, plain, sentence } from "./sentence";
import type { Sentence } from "./sentence";
import type { StackJson } from "./stack-json";

/** Lines of an environment file, e.g. `APP_NAME=api`. */
type Settings = readonly string[];

/** The key of an environment file, in the container definitions that refer to it (constructs/containers/environment-file.ts). */
export const KEY = /env\/[0-9a-f]{64}\.env/;

/** More are named as a number: a change of all settings at once is rare. */
const MOST_SETTINGS = 20;

/** The Laravel settings that a plan changes: from the file of the current task definitions to that of the new ones. */
export function settingsOfPlan({ resource_changes = [] }: TerraformPlan, secrets: Secrets): ReviewFinding[] {
  const objects = resource_changes.filter(({ type }) => type === "aws_s3_object");
  const definitions = resource_changes.filter(({ type }) => type === "aws_ecs_task_definition");
  const key = (when: "before" | "after") =>
    definitions
      .map(({ change }) => KEY.exec(textOf(change[when], "container_definitions"))?.[0])
      .find((found) => found !== undefined);
  const created = objects.find(({ change }) => change.actions.includes("create"));
  const [before, after] = [key("before"), key("after") ?? (created && textOf(created.change.after, "key"))];
  return changesOf(contentOf(objects, before, secrets), contentOf(objects, after, secrets));
}

function contentOf(objects: readonly ResourceChange[], key: string | undefined, secrets: Secrets) {
  const states = objects.flatMap(({ change }) => [change.after, change.before]);
  const content = states.find((state) => key !== undefined && textOf(state, "key") === key);
  return content === undefined ? undefined : secrets.redact(textOf(content, "content")).split("\n");
}

const textOf = (state: unknown, argument: string): string => {
  const value = isObject(state) ? state[argument] : undefined;
  return typeof value === "string" ? value : "";
};

/** The Laravel settings that two synthesized versions of a stack differ in. */
export const settingsOfStacks = (before: StackJson, after: StackJson): ReviewFinding[] =>
  changesOf(linesIn(before), linesIn(after));

function linesIn({ locals = {} }: StackJson): Settings | undefined {
  const [, lines] = Object.entries(locals).find(([name]) => name.startsWith("environment-file_lines_")) ?? [];
  return Array.isArray(lines) ? lines.map(String) : undefined;
}

function changesOf(before: Settings | undefined, after: Settings | undefined): ReviewFinding[] {
  if (!before || !after) return [];
  const [was, is] = [byName(before), byName(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  const changes = names.flatMap((name): Sentence[] => {
    const [old, now] = [was.get(name), is.get(name)];
    if (old === now) return [];
    if (old === undefined) return [sentence`+ ${`${name}=${now}`}`];
    if (now === undefined) return [sentence`− ${name}`];
    return [sentence`${name} from ${old} to ${now}`];
  });
  if (changes.length === 0) return [];
  return [
    {
      severity: "notice",
      what: sentence`Settings of the application change: ${list(changes, MOST_SETTINGS)}.`,
      fix: plain("Check the values. A rollback restores the earlier ones."),
    },
    ...movedState(was, is),
  ];
}

/** As the ECS agent reads a line: up to the first `=` it is the name. */
const byName = (lines: Settings) =>
  new Map(
    lines
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
