import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { Failure } from "../../cli/outcome";

const KEPT_CHARACTERS = 2_000;

/** A program that runs, and how it ends. */
export interface Child {
  readonly program: ChildProcess;
  /** @throws Failure with the end of its error output, unless it ended with 0 */
  readonly ended: Promise<void>;
}

/** Starts a program of this machine. It is killed at Ctrl-C. */
export function start(
  program: string,
  args: readonly string[],
  stdio: readonly ("pipe" | "ignore")[],
  signal: AbortSignal,
): Child {
  const running = spawn(program, args, {
    stdio: [...stdio, "pipe"] as StdioOptions,
    env: process.env,
    signal,
  });
  let errors = "";
  running.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-KEPT_CHARACTERS);
  });
  const ended = new Promise<void>((resolve, reject) => {
    running.on("error", reject);
    running.on("close", (code) => {
      if (code === 0) resolve();
      else
        reject(new Failure(`${program} ended with ${code ?? "a signal"}: ${errors.trim() || "no message"}`));
    });
  });
  // It may fail before its end is awaited.
  ended.catch(() => undefined);
  return { program: running, ended };
}
