import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workflow } from "./workflow";

/** The script of the step of this name. */
function script(file: string, name: string): string {
  const steps = Object.values(workflow(file).jobs).flatMap((job) => job.steps ?? []);
  const found = steps.find((step) => (step as { name?: string }).name === name)?.run;
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

describe("a script of a workflow", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "workflow-"));
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "work"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A program that prints this. */
  const program = (name: string, output: string) => {
    writeFileSync(join(folder, `${name}.txt`), output);
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\ncat "${join(folder, name)}.txt"\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };

  /** As GitHub runs it with `shell: bash`. */
  const run = (text: string, env: Record<string, string>) => {
    writeFileSync(join(folder, "step.sh"), text);
    const { status, stdout } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", join(folder, "step.sh")],
      {
        cwd: join(folder, "work"),
        encoding: "utf8",
        env: { PATH: `${join(folder, "bin")}:${process.env.PATH}`, HOME: folder, ...env },
      },
    );
    return { status, commands: stdout.split("\n").filter((line) => line.startsWith("::")) };
  };

  describe("that rebuilds what runs", () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
        cwd: join(folder, "work"),
        encoding: "utf8",
      }).trim();
    const rebuild = (running: string) => {
      program("aws", `${running}\n`);
      writeFileSync(join(folder, "output"), "");
      return run(script("application", "Choose the commit and the tag"), {
        GITHUB_EVENT_NAME: "schedule",
        GITHUB_OUTPUT: join(folder, "output"),
        PARAMETER: "/api-production/image/app",
      });
    };

    beforeEach(() => {
      git("init", "--quiet");
      git("commit", "--quiet", "--allow-empty", "--message", "::stop-commands::x");
      git("branch", "evil");
    });

    it.each([
      "none",
      "evil",
      "refs/heads/evil-1",
      "HEAD",
      ":/stop",
      "--help",
      "-b",
      "$(touch executed)",
      "`touch executed`-1",
      "abcdef0;touch executed",
      "x\n::add-mask::secret\n::stop-commands::t",
      "abcdef0-\n::stop-commands::t",
    ])("builds no other text of the parameter than a commit: %j", (running) => {
      const { status, commands } = rebuild(running);

      expect(status).toBe(1);
      expect(commands).toEqual([expect.stringMatching(/^::error::The running tag [\w.?-]* is not a commit/)]);
      expect(readFileSync(join(folder, "output"), "utf8")).toBe("");
      expect(existsSync(join(folder, "work/executed"))).toBe(false);
    });

    it("builds no tag of git that has the name of the commit that runs", () => {
      const running = git("rev-parse", "--short=7", "HEAD");
      git("commit", "--quiet", "--allow-empty", "--message", "evil");
      git("tag", running);

      expect(rebuild(running).status).toBe(1);
      expect(readFileSync(join(folder, "output"), "utf8")).toBe("");
    });

    it.each(["", "-20261126", "-hotfix.1"])("builds a commit with %j behind it", (rest) => {
      const commit = git("rev-parse", "HEAD");

      expect(rebuild(`${commit}${rest}`)).toEqual({ status: 0, commands: [] });
      expect(readFileSync(join(folder, "output"), "utf8")).toMatch(
        new RegExp(`^tag=${commit}-\\d{8}\\nflags=--pull --no-cache\\n$`),
      );
    });
  });

  it("that reads the golden files of a fork writes below its folder, whatever they are called", () => {
    const names = [
      "live-base",
      "../../up-base",
      "$(touch executed)-base",
      "a;touch executed;-service",
      "/root-base",
    ];
    program("gh", names.map((name) => `${name}.tf.json\n`).join(""));

    expect(
      run(script("plan-fork", "Read the golden files of the fork"), {
        GITHUB_REPOSITORY: "example/api",
        REVISION: "$(touch executed)",
      }).status,
    ).toBe(0);
    expect(readdirSync(join(folder, "work"))).toEqual(["fork"]);
    expect(readdirSync(join(folder, "work/fork/stacks"))).toEqual(["live-base"]);
  });
});
