import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called with the output as it arrives, e.g. to show progress. */
  readonly onOutput?: (text: string) => void;
  /**
   * Called with the id of the process, which then is the leader of a process group of its own. A process group can be stopped
   * with all children in it (cdktf's Terraform, Terraform's providers).
   *
   * @default the process stays in the group of this process, where Ctrl-C reaches both
   */
  readonly onStart?: (pid: number) => void;
  readonly input?: string;
}

export interface Finished {
  /** The exit code; 128 for a process that a signal ended. */
  readonly code: number;
  /** Standard output and standard error, in the order in which they arrived. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs a command until it ends, with any exit code. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      detached: options.onStart !== undefined,
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.cwd ? { cwd: options.cwd } : {}),
      ...(options.env ? { env: options.env } : {}),
    });
    let output = "";
    let stdout = "";
    const collect = (isStdout: boolean) => (text: string) => {
      output += text;
      if (isStdout) stdout += text;
      options.onOutput?.(text);
    };
    child.stdout.setEncoding("utf8").on("data", collect(true));
    child.stderr.setEncoding("utf8").on("data", collect(false));
    child.stdin.on("error", () => undefined).end(options.input);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 128, output, stdout }));
    if (child.pid) options.onStart?.(child.pid);
  });
}

/**
 * Like `run`, but an exit code other than 0 is an error. It quotes the end of the output, unless `onOutput` has shown it
 * already.
 */
export async function succeed(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const finished = await run(command, args, options);
  if (finished.code !== 0) {
    const failure = `${[command, ...args].join(" ")} failed (exit ${finished.code})`;
    throw new Error(options.onOutput ? `${failure}.` : `${failure}:\n${tail(finished.output)}`);
  }
  return finished;
}

export const tail = (output: string, lines = 40) => output.trimEnd().split("\n").slice(-lines).join("\n");

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the condition is true. Returns false if it is not within the time. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<boolean> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}
