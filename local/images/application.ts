import { cpSync, existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../project";
import type { Authority } from "./authority";
import type { Build } from "./builder";

/** The application that `make up` runs unless the user names another one. */
export const EXAMPLE = join(ROOT, "local/example");

/** Debian's Laravel and AWS clients, so that the example builds where Packagist cannot be reached, and the extension of Redis. */
export const EXAMPLE_PACKAGES = "php-laravel-framework php-async-aws-ses php-async-aws-sqs php8.4-redis";

/** Of both images. */
const DOCKERFILE = "docker/app/Dockerfile";

/** Large folders that `.dockerignore` leaves out of the build. */
const NOT_COPIED = new Set([".git", "node_modules", "vendor"]);

/** Copies the example as a repository that follows docs/laravel.md. */
export function copyExample(target: string): void {
  cpSync(EXAMPLE, target, { recursive: true });
  cpSync(join(ROOT, "docker"), join(target, "docker"), { recursive: true });
  cpSync(join(ROOT, "docker/laravel"), target, { recursive: true });
}

export interface ApplicationProps {
  /** A repository that follows docs/laravel.md. @default the example application */
  readonly repository?: string;
  readonly authority: Authority;
  readonly revision: string;
  readonly source: string;
  /** More Debian packages for the application image, separated by spaces. @default none */
  readonly extraPackages?: string;
}

/** @throws Error if the folder does not exist, or has no files of the images */
export function requireDockerfile(repository: string): void {
  if (existsSync(join(repository, DOCKERFILE))) return;
  throw new Error(
    `${repository} has no ${DOCKERFILE}.\nFix: Correct the path, or copy the files: npm run ops -- copy-docker <environment> --app ${repository}`,
  );
}

/** The builds of both images, from one copy of the repository in `context`. */
export function applicationBuilds(context: string, props: ApplicationProps): Record<"app" | "nginx", Build> {
  const { repository, authority, revision, source, extraPackages = "" } = props;
  if (repository) {
    requireDockerfile(repository);
    cpSync(repository, context, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  } else {
    copyExample(context);
    writeFileSync(join(context, "REVISION"), `${revision}\n`);
  }
  cpSync(authority.certificate, join(context, "rds-ca.pem"));
  const packages = [repository ? "" : EXAMPLE_PACKAGES, extraPackages].join(" ").trim();
  const build = (target: string): Build => ({
    dockerfile: join(context, DOCKERFILE),
    target,
    context,
    args: { RDS_CA_BUNDLE: "rds-ca.pem", EXTRA_PACKAGES: packages, REVISION: revision, SOURCE: source },
  });
  return { app: build("production"), nginx: build("nginx") };
}
