import { spawn, spawnSync } from "node:child_process";
import { Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";

/** The programs that a session needs. Only the second one implements Session Manager's protocol. */
const PROGRAMS = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  "session-manager-plugin":
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
} as const;

/** @throws Refusal before any request to AWS when a program is missing */
export function requirePrograms(): void {
  const missing = Object.entries(PROGRAMS).filter(
    ([program]) =>
      spawnSync(program, ["--version"], { stdio: "ignore", env: process.env }).error !== undefined,
  );
  if (missing.length === 0) return;
  throw new Refusal(
    [
      `A session needs ${missing.map(([program]) => program).join(" and ")}, which ${missing.length === 1 ? "is" : "are"} not installed on this machine.`,
      ...missing.map(([program, page]) => `Fix: Install ${program}: ${page}`),
    ].join("\n"),
  );
}

/**
 * Runs the AWS CLI in this terminal until the session ends. Ctrl-C goes to the session.
 *
 * @throws Failure when the session failed
 */
export async function session(args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn("aws", args, { stdio: "inherit", env: process.env });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  // Ctrl-C is the normal end of a tunnel.
  if (code !== 0 && !signal.aborted)
    throw new Failure(`The session ended with exit code ${code ?? "unknown (it was killed by a signal)"}.`);
}
