import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentInput } from "../../config/schema/schema";
import type { Template } from "./template";

const ROOT = join(__dirname, "../..");
const GIT_ENVIRONMENT = {
  GIT_AUTHOR_NAME: "Taylor",
  GIT_AUTHOR_EMAIL: "taylor@team.example",
  GIT_COMMITTER_NAME: "Taylor",
  GIT_COMMITTER_EMAIL: "taylor@team.example",
};

/** A team's own repository: a clone of a version of the template, with environments of its own. */
export class Fork {
  public readonly folder = mkdtempSync(join(tmpdir(), "fork-"));

  constructor(template: Template, version: string, environments: readonly EnvironmentInput[]) {
    this.git("clone", "--quiet", "--origin", "template", template.folder, ".");
    this.git("switch", "--quiet", "--force-create", "main", version);
    // Links, where the file system has them: `npm ci` replaces files and never writes into them.
    const [from, to] = [join(ROOT, "node_modules"), join(this.folder, "node_modules")];
    if (spawnSync("cp", ["-al", from, to]).status !== 0) execFileSync("cp", ["-a", from, to]);
    this.write(environments);
  }

  /** Runs a command in the repository. Throws its output if it fails. */
  public run(program: string, ...args: string[]): string {
    return this.runWith({}, program, ...args);
  }

  /** The same with other environment variables. */
  public runWith(env: Record<string, string>, program: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, ...GIT_ENVIRONMENT, npm_config_prefer_offline: "true", ...env },
    });
    if (status !== 0)
      throw new Error(`${[program, ...args].join(" ")} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }

  public git(...args: string[]): string {
    return this.run("git", ...args).trim();
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One file for each environment, and the list of them, as docs/deploy.md says. */
  private write(environments: readonly EnvironmentInput[]): void {
    const folder = join(this.folder, "environments");
    const schema = 'import type { EnvironmentInput } from "../config/schema/schema";\n';
    const names = environments.map(({ environment }) => environment);
    rmSync(folder, { recursive: true });
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
