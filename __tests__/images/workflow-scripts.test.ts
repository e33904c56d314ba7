import { spawnSync } from "node:child_process";
import { JOBS } from "../workflows/workflow";
import { describeImages } from "./sandbox/requirements";

const shellcheck = (script: string) =>
  spawnSync("shellcheck", ["--shell=bash", "-"], { input: script, encoding: "utf8" });

describeImages("The scripts of the workflows", () => {
  const scripts = JOBS.flatMap(([name, { steps = [] }]) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [[name, run] as const])),
  );

  it.each(scripts)("pass shellcheck: %s", (_, script) => {
    expect(shellcheck(script)).toMatchObject({ status: 0, stdout: "" });
  });

  it("do not pass with a word that is split", () => {
    expect(shellcheck("rm -r $1\n").stdout).toContain("SC2086");
  });
});
