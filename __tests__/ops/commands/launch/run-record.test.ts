import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunRecord } from "../../../../ops/commands/launch/run-record";

describe("the record of a launch", () => {
  let folder: string;
  let child: ReturnType<typeof spawn>;
  const record = () => new RunRecord(folder, "live");
  const edit = (change: (text: string) => string) => {
    const file = join(folder, "live.json");
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "record-"));
    child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    record().begin();
    record().started(child.pid ?? 0, "npm run apply -- live-base");
  });
  afterEach(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  it("knows the command that a killed launch has left running, until it ends", async () => {
    expect(record().child).toMatchObject({ pid: child.pid, line: "npm run apply -- live-base" });
    expect(record().childRuns).toBe(true);

    const ended = new Promise((resolve) => child.on("close", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(record().childRuns).toBe(false);
    expect(record().child).toBeDefined();
  });

  it("does not take another process with the same id for it", () => {
    edit((text) => text.replace(/("pid":\d+,"start":")[^"]*(","line")/, "$1Thu Jan  1 00:00:00 1970$2"));
    expect(record().childRuns).toBe(false);
  });

  it("knows another launch that is running, and not its own", () => {
    expect(record().running).toBeUndefined();

    const own = JSON.stringify(process.pid);
    edit((text) => text.replace(`"launch":{"pid":${own}`, `"launch":{"pid":1`));
    expect(record().running).toBeUndefined();
    edit((text) => text.replace(/"launch":\{[^}]*\}/, () => `"launch":${JSON.stringify(record().child)}`));
    expect(record().running).toBe(child.pid);
  });

  it("is gone after a launch that succeeded", () => {
    record().finish();
    expect(record().child).toBeUndefined();
  });
});
