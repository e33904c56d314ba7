import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Image, ImageConfig } from "../../local/containers/runtime";

const PROGRAMS = ["bash", "cat", "env", "head", "id", "setpriv", "sleep", "tail", "touch", "tr"];

/** An image of this machine's own programs, so that a test needs no download. It has Node.js as a server. */
export function smallImage(folder: string, config: ImageConfig = {}): Image {
  const rootfs = join(folder, "rootfs");
  const copy = (file: string) => {
    const target = join(rootfs, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target, { dereference: true });
  };
  const programs = PROGRAMS.map((name) => execFileSync("which", [name], { encoding: "utf8" }).trim());
  for (const program of [...programs, process.execPath]) {
    copy(program);
    const libraries = execFileSync("ldd", [program], { encoding: "utf8" });
    for (const [library] of libraries.matchAll(/\/\S+/g)) copy(library);
  }
  for (const path of ["bin", "etc"]) mkdirSync(join(rootfs, path), { recursive: true });
  cpSync("/bin/bash", join(rootfs, "bin/sh"), { dereference: true });
  return { reference: "shop/small:1", rootfs, config, digest: "sha256:small" };
}
