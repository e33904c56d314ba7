import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentInput } from "../../config/schema/schema";

const ROOT = join(__dirname, "../..");

/** A team's own repository: a copy of the files in git, with environments of its own, committed. */
export class Fork {
  public readonly folder = mkdtempSync(join(tmpdir(), "fork-"));

  constructor(environments: readonly EnvironmentInput[]) {
    const files = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" });
    for (const file of files.split("\0").filter((name) => name && !name.startsWith("environments/")))
      cpSync(join(ROOT, file), join(this.folder, file));
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    this.write(environments);
  }

  /** Runs an npm script. Throws its output if it fails. */
  public npm(script: string): string {
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script], {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`npm run ${script} ended with ${status}:\n${stdout}${stderr}`);
    return stdout + stderr;
  }

  public commit(): void {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: this.folder, stdio: "ignore" });
    git("init", "--quiet");
    git("add", "--all");
    git(
      "-c",
      "user.name=Taylor",
      "-c",
      "user.email=taylor@team.example",
      "commit",
      "--quiet",
      "--message",
      "Ours",
    );
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One file for each environment, and the list of them, as docs/deploy.md says. */
  private write(environments: readonly EnvironmentInput[]): void {
    const folder = join(this.folder, "environments");
    const schema = 'import type { EnvironmentInput } from "../config/schema/schema";\n';
    const names = environments.map(({ environment }) => environment);
    mkdirSync(folder);
    for (const input of environments) {
      const body = `export const ${input.environment}: EnvironmentInput = ${JSON.stringify(input, null, 2)};\n`;
      writeFileSync(join(folder, `${input.environment}.ts`), schema + body);
    }
    const imports = names.map((name) => `import { ${name} } from "./${name}";\n`).join("");
    const list = `export const ENVIRONMENTS: readonly EnvironmentInput[] = [${names.join(", ")}];\n`;
    writeFileSync(join(folder, "environments.ts"), schema + imports + list);
  }
}
