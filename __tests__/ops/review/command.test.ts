import { Command } from "commander";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "../../../ops/cli/refusal";
import { addReview } from "../../../ops/review/command";
import { EXPECTED } from "./expected";

const ROOT = join(__dirname, "../../..");
const PLANS = join(__dirname, "plans");

/** An environment with golden files in HEAD. */
const [, environment] =
  /golden\/(.*)-service\.tf\.json/.exec(
    execFileSync("git", ["ls-tree", "-r", "--name-only", "HEAD", "__tests__/golden"], {
      cwd: ROOT,
      encoding: "utf8",
    }),
  ) ?? [];

describe("ops review", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  const at = (name: string) => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(() => {
    for (const kind of ["json", "txt"]) {
      cpSync(join(PLANS, `replace-the-database.${kind}`), at(`staging-base.${kind}`));
    }
    // What `cdktf synth` writes, made of the golden files of one environment: nothing differs from HEAD but one queue.
    for (const part of ["base", "service"]) {
      const golden = execFileSync("git", ["show", `HEAD:__tests__/golden/${environment}-${part}.tf.json`], {
        cwd: ROOT,
        encoding: "utf8",
      });
      mkdirSync(at(`out/stacks/${environment}-${part}`), { recursive: true });
      writeFileSync(
        at(`out/stacks/${environment}-${part}/cdk.tf.json`),
        golden
          .replace('"message_retention_seconds": 1209600', '"message_retention_seconds": 60')
          .replace("{", '{ "//": { "path": "/tmp" },'),
      );
    }
  });

  /** The command as the operator types it, with what it prints. */
  async function ops(...args: string[]) {
    const said: string[] = [];
    const log = jest.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
    const program = new Command().exitOverride();
    addReview(program);
    try {
      await program.parseAsync(["review", ...args], { from: "user" });
      return { stdout: said.join("").trimEnd(), status: process.exitCode };
    } finally {
      log.mockRestore();
      process.exitCode = undefined;
    }
  }

  it("fails for a loss of data, reports it, and writes comment and page", async () => {
    const { stdout, status } = await ops(
      "--plan",
      at("staging-base.json"),
      "--comment",
      at("review.md"),
      "--page",
      at("review.html"),
    );

    expect({ stdout, status }).toEqual({ stdout: EXPECTED["replace the database"], status: 1 });
    expect(readFileSync(at("review.md"), "utf8")).toContain("## Plan review: data is lost\n");
    expect(readFileSync(at("review.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("passes when the loss is accepted", async () => {
    const { stdout, status } = await ops("--plan", at("staging-base.json"), "--accept-data-loss");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Plan review: data is lost \(accepted\)\n/);
  });

  it("fails for what AWS refuses, whatever is accepted", async () => {
    const older = readFileSync(join(PLANS, "a-larger-database.json"), "utf8")
      .replace('"engine_version":"8.4"', '"engine_version":"8.4.6"')
      .replace('"engine_version":"8.4"', '"engine_version":"8.4.3"');
    writeFileSync(at("older-base.json"), older);
    cpSync(join(PLANS, "a-larger-database.txt"), at("older-base.txt"));

    const { stdout, status } = await ops("--plan", at("older-base.json"), "--accept-data-loss");

    expect(status).toBe(1);
    expect(stdout).toContain("Plan review: the deploy would fail\n");
    expect(stdout).toContain(
      "changes engine_version from 8.4.6 to 8.4.3: RDS refuses a lower version, and the deploy ends there.",
    );
    expect(stdout).toContain(
      "The check fails because AWS would refuse a change when other changes are already made. No label accepts that.",
    );
  });

  it("reports with a plan what no plan shows: that Terraform may destroy a resource from now on", async () => {
    const base = readFileSync(at(`out/stacks/${environment}-base/cdk.tf.json`), "utf8");
    mkdirSync(at(`open/stacks/${environment}-base`), { recursive: true });
    writeFileSync(
      at(`open/stacks/${environment}-base/cdk.tf.json`),
      base.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'),
    );
    for (const kind of ["json", "txt"])
      cpSync(join(PLANS, `nothing.${kind}`), at(`${environment}-base.${kind}`));

    const { stdout } = await ops(
      ...["--plan", at(`${environment}-base.json`)],
      ...["--since", "HEAD", "--synthesized", at("open")],
    );
    expect(stdout).toContain("Plan review: less protection\n");
    expect(stdout).toMatch(/The database \(aws_db_instance\.\S+\) lowers its protection: prevent_destroy\./);
  });

  it("lists and reviews the stacks that differ from their golden files", async () => {
    const since = ["--since", "HEAD", "--synthesized", at("out")];
    expect((await ops(...since, "--list")).stdout.split("\n")).toEqual(
      expect.arrayContaining([`${environment}-service`]),
    );
    expect((await ops(...since, "--list")).stdout).not.toContain(`${environment}-base`);

    const { stdout, status } = await ops(...since);
    expect(stdout).toMatch(new RegExp(`${environment}-service: \\d to change \\(from the golden file\\)`));
    expect(stdout).toMatch(
      /Less protection: The queue \(aws_sqs_queue\.\S+\) lowers its protection: message_retention_seconds from 1209600 to 60\./,
    );
    // The environments of this checkout do not describe what another checkout synthesized.
    expect(stdout).not.toContain("USD");
    expect(status).toBe(0);
  });

  it.each([
    [[], "Nothing was given to review.\nFix: Give plan files (--plan), a git ref (--since), or both."],
    [["--plan", "none"], "The plan file none does not exist.\nFix: Run `terraform plan -out=plan` first."],
    [
      ["--since", "none", "--synthesized", at("out")],
      'Git has no commit "none".\nFix: Fetch it (in CI: check out the whole history), or give another ref.',
    ],
    [
      ["--since", "HEAD", "--synthesized", at("none")],
      `${at("none")} has no synthesized stacks.\nFix: Run \`npx cdktf synth\` first.`,
    ],
    [
      ["--plan", "package.json"],
      "package.json is not a Terraform plan in JSON.\nFix: Give a file of `terraform plan -out`, or the output of `terraform show -json`.",
    ],
  ])("refuses %j", async (args, message) => {
    await expect(ops(...args)).rejects.toThrow(new Refusal(message));
  });
});
