import { execFileSync, spawnSync } from "node:child_process";
import type { EnvironmentInput } from "../../config/schema/schema";
import { filesInGit, ProjectCopy } from "../helpers/project-copy";

/** A team's own repository: a copy of the files in git, with environments of its own, committed. */
export class Fork extends ProjectCopy {
  constructor(environments: readonly EnvironmentInput[]) {
    super("fork", filesInGit());
    this.linkPackages();
    this.writeEnvironments(environments);
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

  /** One file for each environment, and the list of them, as docs/deploy.md says. */
  private writeEnvironments(environments: readonly EnvironmentInput[]): void {
    const schema = 'import type { EnvironmentInput } from "../config/schema/schema";\n';
    const names = environments.map(({ environment }) => environment);
    for (const input of environments) {
      const body = `export const ${input.environment}: EnvironmentInput = ${JSON.stringify(input, null, 2)};\n`;
      this.write(`environments/${input.environment}.ts`, schema + body);
    }
    const imports = names.map((name) => `import { ${name} } from "./${name}";\n`).join("");
    const list = `export const ENVIRONMENTS: readonly EnvironmentInput[] = [${names.join(", ")}];\n`;
    this.write("environments/environments.ts", schema + imports + list);
  }
}
