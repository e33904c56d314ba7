import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const ROOT = join(__dirname, "../..");

/** The files of the project that git knows, without the user's environments. */
export function filesInGit(): string[] {
  const names = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0");
  return names.filter((name) => name && !name.startsWith("environments/") && existsSync(join(ROOT, name)));
}

/** A copy of files and folders of the project, to be changed. */
export class ProjectCopy {
  public readonly folder: string;

  /** @param name the beginning of the name of its folder */
  constructor(name: string, paths: readonly string[]) {
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
    for (const path of paths) cpSync(join(ROOT, path), this.path(path), { recursive: true });
  }

  public path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  public read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  public write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** Replaces a text that must occur exactly once. */
  public replace(path: string, text: string, replacement: string): void {
    const parts = this.read(path).split(text);
    if (parts.length !== 2)
      throw new Error(`${path} has ${parts.length - 1} times, instead of once, the text:\n${text}`);
    this.write(path, parts.join(replacement));
  }

  /** It has the packages of the project. */
  public linkPackages(): void {
    symlinkSync(join(ROOT, "node_modules"), this.path("node_modules"));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
