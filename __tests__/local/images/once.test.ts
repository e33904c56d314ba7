import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "../../../local/images/commands";

describe("a folder that is created once", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "once-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const by = (maker: string) => (directory: string) => {
    mkdirSync(directory);
    writeFileSync(join(directory, "maker"), maker);
  };
  const makerOf = (path: string) => readFileSync(join(path, "maker"), "utf8");

  it("is not made again", () => {
    const path = once(join(folder, "it"), by("the first"));
    expect(makerOf(once(path, by("the second")))).toBe("the first");
  });

  it("is that of the process which completed it first", () => {
    const path = join(folder, "it");
    once(path, (ours) => {
      by("another process")(path);
      by("this process")(ours);
    });
    expect(makerOf(path)).toBe("another process");
    expect(readdirSync(folder)).toEqual(["it"]);
  });

  it("does not exist when making it failed", () => {
    const failing = () => once(join(folder, "it"), () => run());
    expect(failing).toThrow("disk full");
    expect(readdirSync(folder)).not.toContain("it");
  });

  it("removes what a killed process has left, and nothing of one that is running", () => {
    const { pid: ended } = spawnSync(process.execPath, ["--version"]);
    for (const name of [
      `it.${ended}.unfinished`,
      `it.${process.ppid}.unfinished`,
      `other.${ended}.unfinished`,
    ])
      mkdirSync(join(folder, name));
    once(join(folder, "it"), by("this process"));
    expect(readdirSync(folder).sort()).toEqual(
      ["it", `it.${process.ppid}.unfinished`, `other.${ended}.unfinished`].sort(),
    );
  });
});

function run(): never {
  throw new Error("disk full");
}
