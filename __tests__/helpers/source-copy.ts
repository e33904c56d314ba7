import { spawnSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ProjectCopy, ROOT } from "./project-copy";
import { SUPPORT_DAY } from "./support-day";

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
export class SourceCopy extends ProjectCopy {
  constructor() {
    super("source-copy", SOURCES);
    cpSync(join(ROOT, "__tests__/environments"), this.path("environments"), { recursive: true });
    for (const file of readdirSync(this.path("environments"))) {
      const path = `environments/${file}`;
      this.write(path, this.read(path).replace("../../config/", "../config/"));
    }
    this.linkPackages();
  }

  public append(path: string, text: string): void {
    this.write(path, `${this.read(path)}\n${text}\n`);
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
}
