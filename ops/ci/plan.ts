import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Output } from "../cli/output";
import { terraformBinary } from "../terraform/binary";
import { NOTHING_CHANGES, SOMETHING_CHANGES } from "../terraform/plan-exit-codes";
import { asPlanRole } from "./plan-role";
import type { PlannedStack } from "./stacks";

const PLAN_FILE = "plan";

/** The plan file, in the folder of the synthesized stack, where `ops review` reads it. */
export const planFileOf = ({ folder }: PlannedStack) => `${folder}/${PLAN_FILE}`;

/** The base stack is planned without a refresh and without secrets, because both need the permission to decrypt. */
const CLOSED = { base: ["-refresh=false", "-var", "open_secrets=false"], service: [] } as const;

export type Outcome = "no changes" | "changes" | "failed";

/** Plans a stack with read permissions only, and without the state lock, because nothing is written. */
export async function plan({ environment, part, folder }: PlannedStack, output: Output): Promise<Outcome> {
  const env = await asPlanRole(environment, process.env);
  const terraform = (command: string, ...args: string[]) =>
    run(terraformBinary(), [command, "-input=false", "-no-color", ...args], { cwd: folder, env }, output);

  if ((await terraform("init", "-lockfile=readonly")) !== 0) return "failed";
  const code = await terraform(
    "plan",
    "-lock=false",
    "-detailed-exitcode",
    `-out=${PLAN_FILE}`,
    ...CLOSED[part],
  );
  if (code === SOMETHING_CHANGES) return "changes";
  return code === NOTHING_CHANGES ? "no changes" : "failed";
}

/** Runs a command. Its output goes to standard error line by line, because standard output is for the result. */
function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  output: Output,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on("line", (line) => output.note(line));
    child.on("error", reject).on("close", (code) => resolve(code ?? 1));
  });
}
