import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../../../local/project";
import { Output } from "../../../../../ops/cli/output";
import { copyDocker } from "../../../../../ops/commands/copy-docker/copy-docker";
import { examineApplication } from "../../../../../ops/commands/doctor/application/application-checks";
import type { Examined } from "../../../../../ops/commands/doctor/examine";
import { environment } from "../../../diagnosis/observed";
import type { Files } from "./laravel";
import { LARAVEL_10, LARAVEL_12, lock, Repository } from "./laravel";

const SETTINGS = environment({ "ci.planRepository": "example/laravel-ecs" });

/** Teams clone this project into a folder with another name. */
const projectOf = ({ parent }: Repository) => join(parent, "our infrastructure");

const examine = (repository: Repository) =>
  examineApplication(SETTINGS, repository.folder, { project: projectOf(repository) });
const problemsIn = (checks: readonly Examined[]) => checks.flatMap(({ problems }) => problems);

/** What the reader does with a fix that is not a shell command: add its line, or create the file with Composer or artisan. */
async function follow(
  repository: Repository,
  files: Files,
  { path, fix }: { path: string; fix: string },
): Promise<void> {
  const app = /^Run npm run ops -- copy-docker \S+ --app (\S+)$/.exec(fix)?.[1];
  if (app !== undefined) {
    await copyDocker({ app, yes: true }, { output: new Output(true), agrees: undefined });
    return;
  }
  const shell = /^Run in the Laravel repository: (.*)$/.exec(fix)?.[1];
  if (shell) {
    execFileSync("bash", ["-c", shell], { cwd: repository.folder });
    return;
  }
  const text = files[path] ?? "";
  const lines = fix.split("\n");
  if (fix.includes("composer require aws/aws-sdk-php")) {
    return repository.write("composer.lock", lock({ "laravel/framework": {}, "aws/aws-sdk-php": {} }));
  }
  if (path === "bootstrap/app.php")
    return repository.write(path, text.replace("        //\n", `${lines.at(-1)}\n`));
  if (path === "config/cache.php") {
    return repository.write(path, text.replace(/'default' => .*/, /Write in \S+: (.*)/.exec(fix)?.[1] ?? ""));
  }
  if (path === "routes/web.php") return repository.write(path, `${text}${/: (Route.*)/.exec(fix)?.[1]}\n`);
  if (path === "app/Http/Middleware/TrustProxies.php") {
    repository.write("config/trustedproxy.php", /(<\?php .*)/.exec(lines[0] ?? "")?.[1] ?? "");
    return repository.write(
      path,
      `<?php class TrustProxies extends Middleware {\n${lines.slice(2).join("\n")}\n}`,
    );
  }
  if (/php artisan (make:)?cache(-|:)table/.test(fix)) {
    return repository.write(
      "database/migrations/1_cache.php",
      "<?php Schema::create('cache'); Schema::create('cache_locks');",
    );
  }
  throw new Error(`No one follows this fix: ${fix}`);
}

describe("the fixes of ops doctor", () => {
  it.each([
    ["Laravel 12", LARAVEL_12, 3],
    ["Laravel 10", LARAVEL_10, 5],
  ] as const)(
    "lead from a new application with %s to one without problems",
    async (_version, files, atFirst) => {
      const repository = new Repository(files);
      try {
        cpSync(join(ROOT, "docker"), join(projectOf(repository), "docker"), { recursive: true });
        const first = problemsIn(await examine(repository));
        expect(first).toHaveLength(atFirst);

        let left = first;
        for (let round = 0; round < 3 && left.length > 0; round++) {
          for (const problem of left) await follow(repository, files, problem);
          left = problemsIn(await examine(repository));
        }
        expect(left).toEqual([]);
        expect((await examine(repository)).filter(({ result }) => result === "not checked")).toEqual([]);
      } finally {
        repository.remove();
      }
    },
  );
});
