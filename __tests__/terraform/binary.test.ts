import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staging } from "../environments/staging";
import { succeed } from "../../local/processes";
import { CDKTF, ROOT } from "../../local/project";
import { terraformBinary } from "../../ops/terraform/binary";
import { Sandbox } from "../e2e/sandbox";

jest.setTimeout(300_000);

/** A `tofu` that is Terraform and keeps a record, while the name `terraform` ends with an error. */
describe("where TERRAFORM_BINARY_NAME names another binary", () => {
  const before = { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: process.env.TERRAFORM_BINARY_NAME };
  let bin: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    bin = mkdtempSync(join(tmpdir(), "binary-"));
    const real = spawnSync("which", [terraformBinary()], { encoding: "utf8" }).stdout.trim();
    command("tofu", `echo "$1" >> ${bin}/calls; exec ${real} "$@"`);
    command("terraform", `echo "$*" >> ${bin}/wrong; exit 99`);
    process.env.PATH = `${bin}:${before.PATH}`;
    process.env.TERRAFORM_BINARY_NAME = "tofu";

    sandbox = await Sandbox.open();
    await sandbox.prepare(sandbox.synth(staging));
  });
  afterAll(async () => {
    Object.assign(process.env, before);
    if (before.TERRAFORM_BINARY_NAME === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    await sandbox?.close();
    rmSync(bin, { recursive: true });
  });

  const command = (name: string, line: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  /** What it was asked to do since the last time. */
  const calls = () => {
    const file = join(bin, "calls");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    rmSync(file, { force: true });
    return [...new Set(lines)].sort();
  };
  afterEach(() => expect(existsSync(join(bin, "wrong"))).toBe(false));

  it("is asked which providers there are", () => {
    expect(calls()).toEqual(["init"]);
  });

  it("is what the tests and `make up` run", async () => {
    await sandbox.terraform("staging-base").init();

    expect(calls()).toEqual(["init"]);
  });

  it("is what cdktf runs", async () => {
    const folder = sandbox.stackFolder("staging-base");
    await succeed(CDKTF, ["diff", "staging-base", "--skip-synth", "--output", join(folder, "../..")], {
      cwd: ROOT,
      env: { ...sandbox.environment, CDKTF_LOG_FILE_DIRECTORY: sandbox.folder },
    });

    expect(calls()).toEqual(expect.arrayContaining(["init", "plan"]));
  });

  it("is what the workflows plan with, and what a review reads the plan by", async () => {
    expect((await sandbox.ci(["plan", "staging-base"])).output).toContain("staging-base/plan");
    expect(calls()).toEqual(["init", "plan"]);

    const { output } = await sandbox.ops(["review", "--plan", `${sandbox.stackFolder("staging-base")}/plan`]);
    expect(output).toContain("staging-base");
    expect(calls()).toEqual(["show"]);
  });
});
