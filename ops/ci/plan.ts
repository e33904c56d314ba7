import { spawn } from "node:child_process";
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
export async function plan({ environment, part, folder }: PlannedStack): Promise<Outcome> {
  const env = await asPlanRole(environment, process.env);
  const terraform = (command: string, ...args: string[]) =>
    run(terraformBinary(), [command, "-input=false", "-no-color", ...args], folder, env);

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

/** Runs a command. All of its output goes to standard error, because standard output is for the result. */
function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd, env, stdio: ["ignore", process.stderr, process.stderr] })
      .on("error", reject)
      .on("close", (code) => resolve(code ?? 1));
  });
}
