import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { show } from "../../../config/messages/show";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { isObject } from "../../../facts/terraform-json";
import type { Facts } from "../../cli/outcome";
import type { Output } from "../../cli/output";
import { Refusal } from "../../cli/refusal";
import type { Answers, InitOptions } from "./answers";
import { listOf } from "./answers";
import { editField } from "./edit-field";
import type { Path } from "./edit-field";
import { formatted } from "./environment-text";
import { flagOf } from "./questions";

/** The field of each answer. A new range would need new subnets, so it is not here. */
const FIELDS: Readonly<Partial<Record<keyof Answers, Path>>> = {
  production: ["production"],
  application: ["application"],
  account: ["accountId"],
  region: ["region"],
  zones: ["availabilityZones"],
  domain: ["domain", "name"],
  hostedZone: ["domain", "hostedZone"],
  instanceType: ["hosts", "instanceType"],
  instanceClass: ["database", "instanceClass"],
  email: ["alarms", "topic", "emails"],
  slack: ["slack", "channel"],
  appRepository: ["ci", "deployRepository"],
  repository: ["ci", "planRepository"],
};

export interface Existing {
  readonly input: EnvironmentInput;

  /** The other environments. */
  readonly others: readonly EnvironmentInput[];

  /** Relative to the root. */
  readonly file: string;
}

/**
 * Changes the fields of the given flags in the file of an existing environment, and nothing else.
 *
 * @throws Refusal if a field is not written as a plain value in the file, or the result has mistakes
 */
export async function changeEnvironment(
  root: string,
  { input, others, file }: Existing,
  options: InitOptions,
  { output, agrees }: { output: Output; agrees: (question: string) => Promise<boolean> },
): Promise<Facts> {
  const given = [...(Object.keys(FIELDS) as (keyof Answers)[]), "cidr" as const].filter(
    (name) => options[name] !== undefined,
  );
  const before = readFileSync(join(root, file), "utf8");
  let after = before;
  let changed: unknown = input;
  const byHand: string[] = [];
  for (const name of given) {
    const [path, value] = [FIELDS[name], valueOf(name, options[name])];
    const edited = path && value !== false ? editField(after, path, value as string) : undefined;
    if (edited === undefined || path === undefined)
      byHand.push(`  ${flagOf(name)}: ${(path ?? ["network"]).join(".")} = ${show(value)}`);
    else {
      after = edited;
      changed = withField(changed, path, value);
    }
  }
  if (byHand.length > 0) {
    throw new Refusal(
      `${file} does not have these fields as plain values, so nothing was changed.\nFix: Edit them by hand:\n${byHand.join("\n")}`,
    );
  }
  after = after === before ? before : await formatted(after);
  if (after === before) {
    output.print(
      `${file} exists, and has these values already. Nothing was changed. A flag changes its field.`,
    );
    return { file, changed: false };
  }
  resolveEnvironments([...others, changed as EnvironmentInput]);
  output.verbatim(
    createTwoFilesPatch(file, file, before, after, "", "", { context: 1 }).replace(/^.*\n=+\n/, ""),
  );
  if (!(await agrees(`Change ${file}?`))) throw new Refusal("Nothing was changed.");
  writeFileSync(join(root, file), after);
  output.print(`Changed ${file}.`);
  return { file, changed: true };
}

function valueOf(name: keyof Answers, answer: string | boolean | undefined): unknown {
  if (typeof answer !== "string") return answer;
  return name === "zones" || name === "email" ? listOf(answer) : answer;
}

function withField(object: unknown, [name = "", ...rest]: Path, value: unknown): unknown {
  if (!isObject(object)) return object;
  return { ...object, [name]: rest.length === 0 ? value : withField(object[name], rest, value) };
}
