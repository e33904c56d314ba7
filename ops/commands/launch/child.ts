import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { inShell } from "../../../facts/shell-words";
import type { Operation } from "../../cli/operation";
import { duration } from "../../cli/duration";
import { Failure, Interruption } from "../../cli/outcome";
import { poll } from "../../cli/pace";
import { interruptGroup } from "../../terraform/process-group";
import type { RunRecord } from "./run-record";

const LOOK_SECONDS = 0.5;
const TAIL_BYTES = 16_384;
const LINES_OF_A_FAILURE = 30;
const LINES_OF_A_STEP = 20;

/** What cdktf repeats below each line of Terraform: it hides what is being created. */
const COUNTER = /^\d+ Stacks? \w+( +\d+ Stacks? \w+)*$/;

/** Without a terminal every progress is a line that stays. */
const QUIET_MILLISECONDS = 30_000;

/** The command starts once it is recorded. It does not start if the launch is killed before, which closes standard input. */
const WHEN_RECORDED = 'read -r go && exec "$@" </dev/null';

export interface ChildCommand {
  readonly words: readonly string[];

  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * Runs a command with its output in the log of the launch, in a process group of its own: it outlives a launch that is killed,
 * so that Terraform saves its state. The newest line of the output is shown as progress.
 *
 * After Ctrl-C it is interrupted as Ctrl-C would, and awaited.
 *
 * @throws Failure with the end of the output
 */
export async function runChild(
  operation: Operation,
  record: RunRecord,
  { words, env = {}, cwd }: ChildCommand,
): Promise<void> {
  operation.goOn();
  const line = inShell(words);
  const output = openSync(record.log, "w", 0o600);
  const child = spawn("sh", ["-c", WHEN_RECORDED, "sh", ...words], {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["pipe", output, output],
  });
  closeSync(output);
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal ?? "a signal"));
  });
  if (child.pid !== undefined) record.started(child.pid, line);
  child.stdin?.on("error", () => undefined).end("go\n");

  const watching = watch(operation, record, child.pid ?? 0);
  const code = await ended.finally(() => watching.stop());
  if (operation.signal.aborted) throw new Interruption();
  if (code === 0) return;
  throw new Failure(
    `${line} failed (${typeof code === "number" ? `exit ${code}` : code}). The end of its output:\n\n` +
      `${lastLines(record.log, LINES_OF_A_FAILURE).join("\n")}\n\nThe whole output is in ${record.log}.`,
    { failed: line },
  );
}

/** Waits until a command of a killed launch has ended. */
export async function awaitChild(operation: Operation, record: RunRecord): Promise<void> {
  const { child } = record;
  if (!child || !record.childRuns) return;
  operation.output.print(
    `The last launch was stopped, but its command still runs (process ${child.pid}): ${child.line}\nWaiting until it has ended.`,
  );
  const watching = watch(operation, record, child.pid);
  try {
    // Also after Ctrl-C: it then ends soon.
    const { signal } = new AbortController();
    const look = () => Promise.resolve(record.childRuns ? undefined : true);
    await poll({ signal }, { seconds: LOOK_SECONDS }, look);
  } finally {
    watching.stop();
  }
  operation.goOn();
}

/** Shows the newest line of the log, and passes Ctrl-C on. */
function watch({ output, signal }: Operation, { log }: RunRecord, group: number): { stop(): void } {
  const began = performance.now();
  const show = () => {
    const line = lastLines(log, LINES_OF_A_STEP).findLast((each) => !COUNTER.test(each));
    if (!line) return;
    if (output.isLive) output.progress(line.trim(), began);
    else output.progress(`  ${duration(performance.now() - began)}  ${line.trim()}`);
  };
  const interrupt = () => void interruptGroup(group);
  const timer = setInterval(show, output.isLive ? 1_000 : QUIET_MILLISECONDS);
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt);
  return {
    stop: () => {
      clearInterval(timer);
      signal.removeEventListener("abort", interrupt);
    },
  };
}

/** The last lines of a file that are not empty, without colours. */
function lastLines(file: string, count: number): string[] {
  const { size } = statSync(file);
  const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const descriptor = openSync(file, "r");
  readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  closeSync(descriptor);
  return stripVTControlCharacters(buffer.toString("utf8"))
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count);
}
