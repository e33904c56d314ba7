import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { Failure } from "../../cli/outcome";

const KEPT_CHARACTERS = 2_000;

/**
 * The programs of MySQL read ~/.mylogin.cnf after every options file, and its password would replace the given one. No option of
 * all their versions prevents that. They skip a file that does not exist ("mysql_config_editor", MySQL Reference Manual).
 */
const WITHOUT_LOGIN_FILE = { MYSQL_TEST_LOGIN_FILE: "/dev/null/none" };

/** A program that runs, and how it ends. */
export interface Child {
  readonly program: ChildProcess;
  /** @throws Failure with the end of its error output, unless it ended with 0; Interruption after Ctrl-C */
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
    env: { ...process.env, ...WITHOUT_LOGIN_FILE },
    signal,
    // As Ctrl-C does: the AWS CLI then aborts an upload, whose parts would stay in the bucket and cost.
    killSignal: "SIGINT",
  });
  let errors = "";
  running.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-KEPT_CHARACTERS);
  });
  const ended = new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(signal.aborted ? (signal.reason as Error) : error);
    running.on("error", fail);
    running.on("close", (code) => {
      if (code === 0) resolve();
      else fail(new Failure(`${program} ended with ${code ?? "a signal"}: ${reasonIn(errors)}`));
    });
  });
  // It may fail before its end is awaited.
  ended.catch(() => undefined);
  return { program: running, ended };
}

/**
 * MariaDB's client repeats the statement before its message, with the rows of customers that it has, and some messages of the server
 * have the value that it refused.
 */
function reasonIn(errors: string): string {
  const reason = (/^ERROR [^]*/m.exec(errors)?.[0] ?? errors).trim();
  return (
    withoutValue(withoutValue(reason, "Duplicate entry '", "' for key "), " value: '", "'") || "no message"
  );
}

/** Hides what is between two words. The value may contain the second one. */
function withoutValue(text: string, before: string, after: string): string {
  const [start, end] = [text.indexOf(before) + before.length, text.lastIndexOf(after)];
  return start < before.length || end < start ? text : `${text.slice(0, start)}[hidden]${text.slice(end)}`;
}
