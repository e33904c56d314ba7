import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { risksOf } from "../../config/checks/risks";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import type { ExceptionAt } from "../../policies/exceptions";
import { exceptionsByAddress } from "../../policies/exceptions";
import { buildApp } from "../../stacks/app";
import { madeOnce } from "./synth-cache";

type Body = Record<string, unknown>;
type Blocks = Record<string, Record<string, Body>>;

/** One stack as Terraform gets it. */
export interface StackJson {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Record<string, { value: unknown }>;
  readonly terraform: Body;
  readonly provider: Record<string, Body[]>;
  readonly locals?: Record<string, unknown>;
  readonly ephemeral?: Blocks;
  readonly import?: { to: string; id: string }[];
  readonly removed?: { from: string }[];
}

/** An environment's two stacks, as the files that `cdktf synth` writes. */
export interface Stacks {
  readonly base: StackJson;
  readonly service: StackJson;
}

/** Synthesizes production, with what a test changes. The risks of a change are accepted. */
export function synthesize(changes: Partial<EnvironmentInput> = {}): Stacks {
  const input = { ...production, ...changes };
  const [environment] = resolveEnvironments([
    { ...input, production: false, environment: "test", acceptedRisks: [] },
  ]);
  return synthesizeEnvironment({
    ...input,
    acceptedRisks: [...new Set(environment && risksOf(environment))],
  });
}

/** Synthesizes an environment, once for all the test files of a run of Jest. */
export function synthesizeEnvironment(input: EnvironmentInput): Stacks {
  const { base, service } = synthesized(input);
  return { base, service };
}

/** The exceptions from policies that the constructs of an environment declare, by the name of the stack. */
export const exceptionsOf = (input: EnvironmentInput): Exceptions => synthesized(input).exceptions;

type Exceptions = Readonly<Record<string, readonly ExceptionAt[]>>;

const synthesized = (input: EnvironmentInput) =>
  madeOnce(JSON.stringify(input), () => synthesizeStacks(input));

function synthesizeStacks(input: EnvironmentInput): Stacks & { readonly exceptions: Exceptions } {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const [environment] = resolveEnvironments([input]);
    if (environment === undefined) throw new Error("resolveEnvironments lost the environment");
    const app = buildApp([environment], { outdir });
    app.synth();
    const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
    const read = (part: string) =>
      JSON.parse(
        readFileSync(join(outdir, "stacks", `${environment.environment}-${part}`, "cdk.tf.json"), "utf8"),
      ) as StackJson;
    const exceptions = Object.fromEntries(stacks.map((stack) => [stack.node.id, exceptionsByAddress(stack)]));
    return { base: read("base"), service: read("service"), exceptions };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Every resource of a type. */
export function all(stack: StackJson, type: string): Body[] {
  return Object.values(stack.resource[type] ?? {});
}

/** The only resource of a type. */
export function only(stack: StackJson, type: string): Body {
  const found = all(stack, type);
  const [resource] = found;
  if (resource === undefined || found.length > 1)
    throw new Error(`expected one ${type}, found ${found.length}`);
  return resource;
}

/** The desired count of a service after the first release, and 0 before. */
export const releasedCount = (count: number) =>
  expect.stringMatching(
    new RegExp(`^\\$\\{data\\.aws_ssm_parameter\\.\\S+ != "none".* \\? ${count} : 0\\}$`),
  ) as unknown;

/** The statements of every policy document. */
export function statements(stack: StackJson): Body[] {
  return Object.values(stack.data.aws_iam_policy_document ?? {}).flatMap(
    ({ statement }) => statement as Body[],
  );
}

/** The statement of that sid. */
export function statement(stack: StackJson, sid: string): Body {
  const found = statements(stack).find((each) => each.sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid}`);
  return found;
}

/** The container definitions of one workload's task, or of all. */
export function containers(stack: StackJson, role = ""): Body[] {
  return Object.entries(stack.locals ?? {})
    .filter(([id]) => new RegExp(`^${role || "\\w+"}-task_containers_`).test(id))
    .flatMap(([, definitions]) => definitions as Body[]);
}

/** The resource of a type whose argument has this value. */
export function named(stack: StackJson, type: string, name: string, argument = "name"): Body {
  const found = all(stack, type).find((resource) => resource[argument] === name);
  if (found === undefined) throw new Error(`no ${type} whose ${argument} is ${name}`);
  return found;
}

/** Laravel's settings, as the lines of the environment file. */
export function settings(stack: StackJson): string[] {
  const [lines] = Object.entries(stack.locals ?? {})
    .filter(([id]) => id.startsWith("environment-file_lines_"))
    .map(([, value]) => value as string[]);
  return lines ?? [];
}

/** The user data of the hosts, as far as it is known before a deployment. */
export function userData(stack: StackJson): string {
  const [script] = Object.entries(stack.locals ?? {})
    .filter(([id]) => id.startsWith("hosts_user-data_"))
    .map(([, value]) => value as string);
  return script ?? "";
}
