import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SUPPORT_DAY } from "./support-day";

const ROOT = join(__dirname, "../..");

/** What `cdktf synth` needs. */
const SOURCES = [
  "main.ts",
  "cdktf.json",
  "tsconfig.json",
  "ops",
  "config",
  "constructs",
  "lambda",
  "stacks",
  "facts",
  "policies",
  "package.json",
];

/** A copy of the project with the environments of the tests, to be changed and synthesized like with `cdktf synth`. */
export class SourceCopy {
  public readonly folder = mkdtempSync(join(tmpdir(), "source-copy-"));

  constructor() {
    for (const path of SOURCES) cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
    cpSync(join(ROOT, "__tests__/environments"), join(this.folder, "environments"), { recursive: true });
    for (const file of readdirSync(join(this.folder, "environments"))) {
      const path = `environments/${file}`;
      writeFileSync(join(this.folder, path), this.read(path).replace("../../config/", "../config/"));
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Replaces a text that must occur exactly once. */
  public replace(path: string, text: string, replacement: string): void {
    const parts = this.read(path).split(text);
    if (parts.length !== 2)
      throw new Error(`${path} has ${parts.length - 1} times, instead of once, the text:\n${text}`);
    writeFileSync(join(this.folder, path), parts.join(replacement));
  }

  public append(path: string, text: string): void {
    writeFileSync(join(this.folder, path), `${this.read(path)}\n${text}\n`);
  }

  /** Synthesizes, and returns the standard error output, which is empty if there is no error. */
  public synth(env: Readonly<Record<string, string>> = {}): string {
    const { stderr } = spawnSync(process.execPath, ["stacks/synth.mjs"], {
      cwd: this.folder,
      env: { ...process.env, SUPPORT_DAY, ...env },
      encoding: "utf8",
    });
    return stderr;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
