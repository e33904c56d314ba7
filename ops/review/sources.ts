import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Refusal } from "../cli/refusal";
import { goldenFile, goldenNames } from "./git";
import { terraformBinary } from "../terraform/binary";
import type { ConstructGraph } from "./graph";
import { graphOf } from "./graph";
import { outputOf } from "./output-of";
import { readPlan } from "./plan";
import type { StackReview } from "./review";
import { reviewPlan } from "./review";
import type { StackJson } from "./stack-json";
import { readStack } from "./stack-json";

/** A stack that differs from its golden file at a git ref. */
export interface ChangedStack {
  readonly stack: string;
  readonly before: StackJson;

  /** Absent when the stack was removed from the code. */
  readonly after?: StackJson;
}

/** The stacks whose synthesized JSON differs from the golden files of a git ref. */
export async function changedStacks(ref: string, synthesized: string): Promise<ChangedStack[]> {
  const after = stacksIn(synthesized);
  if (after.size === 0)
    throw new Refusal(`${synthesized} has no synthesized stacks.\nFix: Run \`npx cdktf synth\` first.`);
  const before = await goldenFiles(ref);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((stack) => {
    const [was = {}, is] = [before.get(stack), after.get(stack)];
    if (is && isDeepStrictEqual(was, is)) return [];
    return [{ stack, before: was, ...(is ? { after: is } : {}) }];
  });
}

/** The graphs of the synthesized stacks, for the drawing. */
export const graphsIn = (synthesized: string): Map<string, ConstructGraph> =>
  new Map([...stacksIn(synthesized)].map(([stack, json]) => [stack, graphOf(json)]));

function stacksIn(synthesized: string): Map<string, StackJson> {
  const folder = join(synthesized, "stacks");
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    names.map((stack) => [stack, readStack(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8"))]),
  );
}

async function goldenFiles(ref: string): Promise<Map<string, StackJson>> {
  const names = (await goldenNames(ref)).filter((name) => name.endsWith(".tf.json"));
  return new Map(
    await Promise.all(
      names.map(
        async (name) => [basename(name, ".tf.json"), readStack(await goldenFile(ref, name))] as const,
      ),
    ),
  );
}

/**
 * Reviews a plan file.
 *
 * A file of `terraform plan -out` must be in the folder of its stack, because Terraform needs the providers there to read it. The
 * output of `terraform show -json` works too: `<stack>.json`, with the output of `terraform show -no-color` as `<stack>.txt`.
 */
export async function reviewPlanFile(file: string): Promise<StackReview> {
  if (!existsSync(file))
    throw new Refusal(`The plan file ${file} does not exist.\nFix: Run \`terraform plan -out=plan\` first.`);
  if (file.endsWith(".json")) {
    const text = file.replace(/\.json$/, ".txt");
    const plan = readPlan(readFileSync(file, "utf8"), file);
    return reviewPlan(basename(file, ".json"), plan, existsSync(text) ? readFileSync(text, "utf8") : "");
  }
  const folder = dirname(resolve(file));
  const show = (...how: string[]) => terraform(folder, "show", ...how, basename(file));
  const [json, text] = await Promise.all([show("-json"), show("-no-color")]);
  return reviewPlan(basename(folder), readPlan(json, file), text);
}

async function terraform(folder: string, ...args: string[]): Promise<string> {
  try {
    return await outputOf(terraformBinary(), args, folder);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const problem = stderr?.trim() === "" ? message : (stderr?.trim() ?? message);
    throw new Refusal(
      `Terraform cannot show the plan in ${relative(process.cwd(), folder) || "."}:\n${problem}\n` +
        "Fix: Keep the plan in the folder of its stack, where `terraform init` was run.",
    );
  }
}
