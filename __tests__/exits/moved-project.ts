import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ProjectCopy, ROOT } from "../helpers/project-copy";

/** Where `prepare.sh` installs CDK Terrain. */
export const INSTALLED = join(ROOT, ".local/exits/node_modules");

const NOT_COPIED = [".git", ".local", "cdktf.out", "node_modules", "tsconfig.tsbuildinfo"];

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/**
 * The project in a folder of its own after a move to CDK Terrain: the same sources, with the packages that the aliases in
 * package.json bring.
 */
export class MovedProject extends ProjectCopy {
  constructor() {
    super(
      "moved-project",
      readdirSync(ROOT).filter((each) => !NOT_COPIED.includes(each)),
    );
    this.link(join(ROOT, "node_modules"), INSTALLED);
  }

  public types(): Run {
    return this.run("node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false");
  }

  public synth(): Run {
    return this.run("stacks/synth.mjs");
  }

  /** The project's own comparison of every stack with its golden file. */
  public goldens(...options: readonly string[]): Run {
    return this.run(
      "node_modules/jest/bin/jest.js",
      ...["--selectProjects", "unit", "--testPathPatterns", "__tests__/golden.test", "--ci", ...options],
    );
  }

  /** Each package of `own`, except where `moved` has one of that name. */
  private link(own: string, moved: string, target = this.path("node_modules")): void {
    mkdirSync(target);
    for (const name of new Set([...readdirSync(own), ...readdirSync(moved)])) {
      const isIn = (folder: string) => readdirSync(folder).includes(name);
      if (name === "@cdktf") this.link(join(own, name), join(moved, name), join(target, name));
      else symlinkSync(join(isIn(moved) ? moved : own, name), join(target, name));
    }
  }

  private run(program: string, ...args: readonly string[]): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: this.folder,
      encoding: "utf8",
    });
    return { code: status, output: `${stdout}${stderr}` };
  }
}
