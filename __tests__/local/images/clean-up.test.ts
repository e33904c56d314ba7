import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanUpBuilds } from "../../../local/images/clean-up";
import { registerWith } from "../../helpers/tools";

const canMount =
  process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"], { stdio: "ignore" }).status === 0;
const missing = canMount ? [] : ["the permission to mount"];

describe("Cleaning up after a build that was killed", () => {
  const work = mkdtempSync(join(tmpdir(), "builds-"));

  afterAll(() => rmSync(work, { recursive: true }));

  it("removes copies of repositories, and leaves the layers", () => {
    for (const name of ["context-1", "storage"]) mkdirSync(join(work, name));

    cleanUpBuilds(work);

    expect(readdirSync(work)).toEqual(["storage"]);
  });

  registerWith(it, missing, "run it as root on Linux", "removes mounts", () => {
    const outer = join(work, "storage/overlay");
    mkdirSync(outer, { recursive: true });
    spawnSync("mount", ["-t", "tmpfs", "tmpfs", outer]);
    mkdirSync(join(outer, "inner"));
    spawnSync("mount", ["-t", "tmpfs", "tmpfs", join(outer, "inner")]);
    expect(readFileSync("/proc/mounts", "utf8")).toContain(work);

    cleanUpBuilds(work);

    expect(readFileSync("/proc/mounts", "utf8")).not.toContain(work);
  });

  it("does nothing without a build", () => {
    expect(() => cleanUpBuilds(join(work, "none"))).not.toThrow();
  });
});
