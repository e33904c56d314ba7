import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { ROOT } from "../../helpers/project-copy";

/** A command that changes nothing. While it ends, the second signal arrives, which npm passes on. */
const COMMAND = `
  const { Output } = require("./ops/cli/output");
  const { endsAtOnce } = require("./ops/cli/interrupt");
  const output = new Output(false);
  endsAtOnce(output, { command: "logs" });
  const interrupted = output.interrupted.bind(output);
  output.interrupted = (text) => {
    process.kill(process.pid, "SIGINT");
    interrupted(text);
  };
  process.kill(process.pid, "SIGINT");
  setTimeout(() => undefined, 10_000);
`;

it("Ctrl-C under npm, which arrives twice, ends a command that changes nothing with 130", () => {
  const { status, signal, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--eval", COMMAND], {
    cwd: ROOT,
    encoding: "utf8",
  });

  expect({ status, signal, stderr }).toEqual({
    status: 130,
    signal: null,
    stderr: expect.stringContaining("Interrupted.") as string,
  });
});

const running = new Set<ChildProcessWithoutNullStreams>();
const start = (command: string) => {
  const child = spawn(process.execPath, ["--import", "tsx", "--eval", command], { cwd: ROOT });
  running.add(child);
  return child;
};
afterAll(() => running.forEach((child) => child.kill("SIGKILL")));

/** Prints what it is doing and cleans up when it is interrupted, whether or not anyone reads it. Its exit code is the verdict. */
const CHANGE = `
  const { Output } = require("./ops/cli/output");
  const { interruptible, outlivesItsReaders } = require("./ops/cli/interrupt");
  outlivesItsReaders(process);
  const output = new Output(false);
  const signal = interruptible(output);
  let printed = 0;
  setInterval(() => {
    output.print("deploying");
    output.note("a note");
    printed += 1;
    if (signal.aborted && printed > 20) process.exit(42);
  }, 20);
`;

it.each(["SIGTERM", "SIGHUP"] as const)(
  "a command that changes something cleans up after %s, unread",
  async (signal) => {
    const child = start(CHANGE);
    await once(child.stdout, "data");
    // As `2>&1 | head -1` does, and a closed terminal.
    child.stdout.destroy();
    child.stderr.destroy();
    child.kill(signal);

    expect(await once(child, "exit")).toEqual([42, null]);
  },
);

/** Prints until it is ended. */
const PRINT = `
  const { Output } = require("./ops/cli/output");
  const { endsWithItsReader, outlivesItsReaders } = require("./ops/cli/interrupt");
  outlivesItsReaders(process);
  endsWithItsReader(process);
  const output = new Output(false);
  setInterval(() => output.verbatim("a line"), 20);
`;

it("a command that only prints ends when no one reads it", async () => {
  const child = start(PRINT);
  await once(child.stdout, "data");
  child.stdout.destroy();

  expect(await once(child, "exit")).toEqual([130, null]);
});
