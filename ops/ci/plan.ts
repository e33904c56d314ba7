import { spawn } from "node:child_process";
import { terraformBinary } from "../terraform/binary";
import { asPlanRole } from "./plan-role";
import type { SynthesizedStack } from "./stacks";

const PLAN_FILE = "plan";

/** Beside the synthesized stack, where `ops review` can read it. */
export const planFileOf = ({ folder }: SynthesizedStack) => `${folder}/${PLAN_FILE}`;

/** The base stack is not refreshed, and opens no secret: both would take the right to decrypt. */
const CLOSED = { base: ["-refresh=false", "-var", "open_secrets=false"], service: [] } as const;

const SOMETHING_CHANGES = 2;

export type Outcome = "no changes" | "changes" | "failed";

/** Plans a stack with the right to read and nothing else, and without its lock: nothing will be written. */
export async function plan({ environment, part, folder }: SynthesizedStack): Promise<Outcome> {
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
  return code === 0 ? "no changes" : "failed";
}

/** Runs a command whose whole output goes to standard error: standard output is for the result. */
function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd, env, stdio: ["ignore", process.stderr, process.stderr] })
      .on("error", reject)
      .on("close", (code) => resolve(code ?? 1));
  });
}
