import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunRecord } from "../../local/interruption";
import { eventually, isAlive } from "../../local/processes";

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

  it("is gone after a run that ended", async () => {
    const record = new RunRecord(folder);
    expect(await record.begin()).toBe(false);
    expect(existsSync(file())).toBe(true);
    record.finish();

    expect(await new RunRecord(folder).begin()).toBe(false);
  });

  it("tells of a run that was interrupted, and ends the command it left at work", async () => {
    const left = runs("terraform", "apply");
    writeFileSync(file(), JSON.stringify({ pid: 2 ** 22, group: left }));

    expect(await new RunRecord(folder).begin()).toBe(true);
    expect(await eventually(() => !isAlive(left), 5)).toBe(true);
  });

  it("leaves a process alone that was given the number of one of ours", async () => {
    const stranger = runs("something", "else");
    writeFileSync(file(), JSON.stringify({ pid: stranger, group: stranger }));

    expect(await new RunRecord(folder).begin()).toBe(true);
    expect(isAlive(stranger)).toBe(true);
    process.kill(stranger);
  });

  it("refuses a second run beside the first", async () => {
    const first = runs("local/up.ts");
    writeFileSync(file(), JSON.stringify({ pid: first }));

    await expect(new RunRecord(folder).begin()).rejects.toThrow(
      `Another "make up" is at work (process ${first}). Wait for it, or stop it first.`,
    );
    process.kill(first);
  });
});
