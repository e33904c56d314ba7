import { stripVTControlCharacters } from "node:util";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Operation } from "../../../../ops/cli/operation";
import { Output } from "../../../../ops/cli/output";
import { runChild } from "../../../../ops/commands/launch/child";
import { RunRecord } from "../../../../ops/commands/launch/run-record";

const COUNTER = "1 Stack deploying     0 Stacks done     0 Stacks waiting";

describe("the progress of a command that a launch runs", () => {
  /** What a terminal gets while a command prints these lines and then runs on for a moment. */
  async function shownFor(...lines: readonly string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "child-"));
    let text = "";
    const terminal = { isTTY: true, columns: 100, write: (more: string) => (text += more) };
    const operation = {
      output: new Output(false, terminal, terminal, {}),
      signal: new AbortController().signal,
      goOn: () => undefined,
    } as unknown as Operation;
    const words = ["sh", "-c", 'printf "%s\\n" "$@"; sleep 1.5', "sh", ...lines];
    try {
      await runChild(operation, new RunRecord(folder, "live"), { words, cwd: folder });
      return text;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  // Both at once, as each takes its moment.
  let creating: string;
  let counting: string;
  beforeAll(async () => {
    [creating, counting] = await Promise.all([
      shownFor(
        "production-base  aws_db_instance.database: Still creating... [1m10s elapsed]",
        "",
        "",
        COUNTER,
      ),
      shownFor(COUNTER, "0 Stacks deploying     1 Stack done     0 Stacks waiting"),
    ]);
  });

  it("is the resource that Terraform creates, not cdktf's counter below it", () => {
    expect(stripVTControlCharacters(creating)).toMatch(
      /\d s {2}production-base {2}aws_db_instance\.database: Still creating/,
    );
    expect(creating).not.toContain("Stack deploying");
  });

  it("is nothing while there is only the counter", () => {
    expect(counting).toBe("");
  });
});
