import { spawn, spawnSync } from "node:child_process";
import { Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";

/** The two programs a session needs. Session Manager's protocol is in the second one alone. */
const PROGRAMS = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  "session-manager-plugin":
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
} as const;

/** Refuses before anything is asked of AWS, where a program is missing. */
export function requirePrograms(): void {
  const missing = Object.entries(PROGRAMS).filter(
    ([program]) =>
      spawnSync(program, ["--version"], { stdio: "ignore", env: process.env }).error !== undefined,
  );
  if (missing.length === 0) return;
  throw new Refusal(
    [
      `A session needs ${missing.map(([program]) => program).join(" and ")}, which this machine does not have.`,
      ...missing.map(([program, page]) => `Remedy: install ${program}: ${page}`),
    ].join("\n"),
  );
}

/**
 * Hands the terminal over to the AWS CLI until the session ends. Ctrl-C is the session's own.
 *
 * @throws Failure where the session could not begin
 */
export async function session(args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn("aws", args, { stdio: "inherit", env: process.env });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  // A tunnel is ended by Ctrl-C: that is no failure.
  if (code !== 0 && !signal.aborted)
    throw new Failure(`The session ended with exit code ${code ?? "of a signal"}.`);
}
