import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunRecord } from "../../local/interruption";
import { eventually } from "../../local/processes";
import { isAlive } from "../../ops/terraform/process-group";

describe("the record of a run", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "run-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = () => join(folder, "up.json");
  /** A process in a group of its own, whose command line ends like this. */
  const runs = (...args: string[]) => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", ...args], {
      detached: true,
      stdio: "ignore",
    });
    return child.pid ?? 0;
  };

  it("is deleted after a run that ended", async () => {
    const record = new RunRecord(folder);
    expect(await record.begin()).toBe(false);
    expect(existsSync(file())).toBe(true);
    record.finish();

    expect(await new RunRecord(folder).begin()).toBe(false);
  });

  it("reports an interrupted run, and ends the command that it left running", async () => {
    const left = runs("terraform", "apply");
    writeFileSync(file(), JSON.stringify({ pid: 2 ** 22, group: left }));

    expect(await new RunRecord(folder).begin()).toBe(true);
    expect(await eventually(() => !isAlive(left), 5)).toBe(true);
  });

  it("does not end another process with the same id", async () => {
    const stranger = runs("something", "else");
    writeFileSync(file(), JSON.stringify({ pid: stranger, group: stranger }));

    expect(await new RunRecord(folder).begin()).toBe(true);
    expect(isAlive(stranger)).toBe(true);
    process.kill(stranger);
  });

  it("refuses a second run while the first is in progress, whose record stays", async () => {
    const first = runs("local/up.ts");
    writeFileSync(file(), JSON.stringify({ pid: first }));

    const second = new RunRecord(folder);
    await expect(second.begin()).rejects.toThrow(
      `Another "make up" is in progress (process ${first}). Fix: wait for it, or stop it.`,
    );
    second.finish();
    expect(existsSync(file())).toBe(true);
    process.kill(first);
  });
});
