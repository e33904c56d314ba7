import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

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
export class MovedProject {
  public readonly folder = mkdtempSync(join(tmpdir(), "moved-project-"));

  constructor() {
    for (const name of readdirSync(ROOT).filter((each) => !NOT_COPIED.includes(each)))
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true });
    this.link(join(ROOT, "node_modules"), INSTALLED);
  }

  public path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  public read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  public write(path: string, text: string): void {
    writeFileSync(this.path(path), text);
  }

  /** Replaces a text that is in the file exactly once. */
  public replace(path: string, text: string, replacement: string): void {
    const parts = this.read(path).split(text);
    if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} times, not once: ${text}`);
    this.write(path, parts.join(replacement));
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

  public remove(): void {
    rmSync(this.folder, { recursive: true });
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
