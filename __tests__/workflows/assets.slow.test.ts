import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../local/project";

describe("the assets of the images", () => {
  let folder: string;
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const assets = (...args: string[]) => {
    const { status, stderr } = spawnSync(join(ROOT, "docker/app/build/assets"), args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, NODE_PACKAGES: "nodejs npm" },
    });
    return { status, stderr };
  };
  const target = () => join(folder, "target");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "assets-"));
    // The packages of Debian are a matter of the image.
    write("apt-get", '#!/bin/sh\necho "$@" >>apt.log\n');
    chmodSync(join(folder, "apt-get"), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const project = (build: string) => {
    write("package.json", JSON.stringify({ name: "x", version: "1.0.0", scripts: { build } }));
    const root = { name: "x", version: "1.0.0" };
    write("package-lock.json", JSON.stringify({ ...root, lockfileVersion: 3, packages: { "": root } }));
  };

  it("are empty without packages, and nothing is installed", () => {
    expect(assets("install")).toMatchObject({ status: 0 });
    expect(assets("build", target())).toMatchObject({ status: 0 });

    expect(readdirSync(target())).toEqual([]);
    expect(existsSync(join(folder, "apt.log"))).toBe(false);
  });

  it("are what the script build writes to public/build", () => {
    project("mkdir -p public/build && echo '{}' > public/build/manifest.json");
    expect(assets("install")).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "apt.log"), "utf8")).toContain("nodejs npm");
    expect(assets("build", target())).toEqual({ status: 0, stderr: "" });

    expect(readdirSync(join(target(), "build"))).toEqual(["manifest.json"]);
  });

  it("fail the build without a manifest", () => {
    project("true");
    assets("install");

    expect(assets("build", target())).toEqual({
      status: 1,
      stderr:
        'assets: npm run build wrote no public/build/manifest.json. Fix: check the script "build" and vite.config.js.\n',
    });
  });
});
