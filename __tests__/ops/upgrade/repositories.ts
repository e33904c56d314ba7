import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Repository } from "../../../ops/upgrade/repository";

/** A template with two versions, and a team's clone of the first one. */
export class Repositories {
  private readonly folder = mkdtempSync(join(tmpdir(), "upgrade-"));
  public readonly template: Repository;
  public readonly team: Repository;

  constructor() {
    this.template = this.repository("template");
    this.commit(this.template, "0.1.0", {
      "main.ts": "first\n",
      "environments/production.ts": "the example\n",
      "environments/staging.ts": "the example\n",
      "__tests__/golden/production-base.tf.json": "the example's\n",
    });
    this.team = this.repository("team");
    this.team.git("remote", "add", "template", this.template.folder);
    this.team.git("pull", "--quiet", "template", "main");
    this.commit(this.template, "0.2.0", {
      "main.ts": "second\n",
      "environments/production.ts": "the example, changed\n",
      "environments/staging.ts": "the example, changed\n",
      "environments/preview.ts": "a new example\n",
      "__tests__/golden/production-base.tf.json": "the example's, changed\n",
      "__tests__/golden/fixtures/grown-base.diff": "a fixture\n",
    });
  }

  /** Writes and commits files. A file without text is removed. */
  public commit(
    repository: Repository,
    version: string,
    files: Readonly<Record<string, string | undefined>>,
  ): void {
    for (const [path, text] of Object.entries({ ...files, "package.json": JSON.stringify({ version }) })) {
      const file = join(repository.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    }
    repository.git("add", "--all");
    repository.git("commit", "--quiet", "--message", version);
    if (repository === this.template) repository.git("tag", `v${version}`);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private repository(name: string): Repository {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    const repository = new Repository(folder);
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.git("config", "user.name", "Taylor");
    repository.git("config", "user.email", "taylor@team.example");
    return repository;
  }
}
