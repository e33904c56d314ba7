import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runningAws, startAws, stopAws } from "../../local/aws";
import { eventually } from "../../local/processes";
import { isAlive } from "../../ops/terraform/process-group";
import { LOCAL } from "../../local/project";

jest.setTimeout(120_000);

describe("the embedded AWS", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "aws-"))));
  afterEach(async () => {
    await stopAws(folder);
    rmSync(folder, { recursive: true });
  });

  const start = () => startAws({ folder, pythonFolder: LOCAL });

  it("is started once, found again, and stopped", async () => {
    const aws = await start();
    expect(await start()).toEqual(aws);
    expect(aws.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    expect(await stopAws(folder)).toBe(true);
    expect(isAlive(aws.pid)).toBe(false);
    expect(await stopAws(folder)).toBe(false);
  });

  it("starts again after it was killed", async () => {
    const killed = await start();
    process.kill(killed.pid, "SIGKILL");
    await eventually(() => !isAlive(killed.pid), 5);

    const aws = await start();
    expect(aws.pid).not.toBe(killed.pid);
    expect(await runningAws(folder)).toEqual(aws);
  });

  it("does not mistake another process for its own", async () => {
    const aws = await start();
    writeFileSync(join(folder, "aws.json"), JSON.stringify({ ...aws, pid: process.pid }));

    expect(await runningAws(folder)).toBeUndefined();
    expect(await stopAws(folder)).toBe(false);

    process.kill(aws.pid);
  });

  it("does not answer the requests that are for tests", async () => {
    const { endpoint } = await start();

    for (const question of ["requests", "refereed"]) {
      expect((await fetch(`${endpoint}/embedded-aws/${question}`)).status).toBe(404);
    }
  });

  it("ends with its test, even if the test is killed", async () => {
    const script = `
      require("tsx/cjs");
      const { startAws } = require("./local/aws");
      startAws({ folder: ${JSON.stringify(folder)}, pythonFolder: ${JSON.stringify(LOCAL)}, forTests: true })
        .then(() => process.kill(process.pid, "SIGKILL"));
    `;
    spawnSync(process.execPath, ["-e", script], { stdio: "inherit" });

    expect(existsSync(join(folder, "aws.json"))).toBe(true);
    const { pid } = JSON.parse(readFileSync(join(folder, "aws.json"), "utf8")) as { pid: number };
    expect(await eventually(() => !isAlive(pid), 10)).toBe(true);
  });
});
