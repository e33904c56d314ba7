import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { run } from "./processes";
import { ROOT } from "./project";
import type { Step } from "./test-steps";
import { inTurn } from "./test-queue";
import { reportOf, RESULTS, STEPS } from "./test-steps";

/**
 * `make test`: all checks, three at a time. The output of a step is shown when it ends, and a summary at the end lists what
 * could not be run, and why. With CI=true every step must run.
 */

interface Outcome {
  readonly title: string;
  readonly state: "passed" | "failed" | "not run";
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly note: string;
  /** The tests that failed, each with the first lines of its message. */
  readonly failures?: readonly string[];
}

/** What `jest --json` writes, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const maySkip = process.env.CI !== "true";

/**
 * Terraform and its AWS provider read thousands of schemas at each start, and Go collects garbage while they do: a plan needs a
 * fifth less processor time with this ("A Guide to the Go Garbage Collector"). The limit is for each process.
 */
const LESS_COLLECTION = { GOGC: "400", GOMEMLIMIT: "1GiB" };

/** The lower priority of steps that compute: a third of the processor time of one that waits ("sched(7)", Linux). */
const AFTER_OTHERS = ["nice", "-n", "5"] as const;

async function perform({ title, command, jest: isJest, needs, waits }: Step): Promise<Outcome> {
  const began = Date.now();
  const none = { title, passed: 0, failed: 0, skipped: 0 };
  if (needs) {
    const there = await checked(needs.check);
    if (there.code !== 0) {
      const note = `requires ${needs.what}: ${there.output.trim().split("\n").at(-1)}`;
      return maySkip ? { ...none, state: "not run", note } : { ...none, state: "failed", failed: 1, note };
    }
  }

  const env = { ...LESS_COLLECTION, ...process.env } as Record<string, string>;
  const [program, ...args] = waits ? command : [...AFTER_OTHERS, ...command];
  const { code, output } = await run(program, args, { cwd: ROOT, env });
  const seconds = `${Math.round((Date.now() - began) / 1_000)} s`;
  process.stdout.write(
    `\n==> ${title} ${code === 0 ? "passed" : "FAILED"} in ${seconds}\n${output.trimEnd()}\n`,
  );
  const state = code === 0 ? "passed" : "failed";
  return isJest
    ? { ...none, state, ...counted(title, code), note: seconds }
    : { ...none, state, note: seconds };
}

let lastCheck: Promise<unknown> = Promise.resolve();

/** One after the other: many of them install packages, and `apt-get update` fails while another one runs. */
function checked([checker, ...args]: NonNullable<Step["needs"]>["check"]) {
  const check = lastCheck.then(() =>
    run(checker, args, { cwd: ROOT }).catch((error: Error) => ({ code: 127, output: error.message })),
  );
  lastCheck = check;
  return check;
}

/** A test file that could not be loaded, or a run without a report, counts as a failed test. */
function counted(title: string, code: number) {
  try {
    const report = JSON.parse(readFileSync(reportOf(title), "utf8")) as Report;
    const failures = failuresOf(report);
    return {
      passed: report.numPassedTests,
      failed: code === 0 ? failures.length : Math.max(failures.length, 1),
      skipped: report.numPendingTests,
      failures,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** A file of which no test failed could not be loaded, or failed before or after its tests. */
function failuresOf({ testResults }: Report): string[] {
  return testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(ROOT, name);
      const failed = assertionResults.filter((each) => each.status === "failed");
      return failed.length === 0
        ? [`${file}\n${beginning(message)}`]
        : failed.map((each) => `${file}: ${each.fullName}\n${beginning(each.failureMessages.join("\n"))}`);
    });
}

const beginning = (message: string) =>
  stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 8)
    .map((line) => `    ${line}`)
    .join("\n");

async function main(): Promise<void> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const outcomes = await inTurn(STEPS, perform);

  process.stdout.write("\n");
  for (const { title, state, note, skipped } of outcomes) {
    const left = skipped > 0 ? `, ${skipped} tests SKIPPED` : "";
    process.stdout.write(
      `${title.padEnd(12)}${state === "passed" ? "passed" : state.toUpperCase()} (${note}${left})\n`,
    );
  }

  for (const { title, failures = [] } of outcomes)
    for (const failure of failures) process.stdout.write(`\n${title}: ${failure}\n`);

  const sum = (key: "passed" | "failed" | "skipped") =>
    outcomes.reduce((total, each) => total + each[key], 0);
  const complete = maySkip || sum("skipped") === 0;
  if (!complete) process.stdout.write("\nWith CI=true every test must run, but some were skipped.\n");
  const total = `${sum("passed")} passed, ${sum("failed") + (complete ? 0 : sum("skipped"))} failed`;
  writeFileSync(join(RESULTS, "total"), `${total}\n`);
  process.stdout.write(`\n${total}\n`);
  process.exitCode = complete && outcomes.every(({ state }) => state !== "failed") ? 0 : 1;
}

void main();
