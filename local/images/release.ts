import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ECRClient } from "@aws-sdk/client-ecr";
import type { Environment } from "../../config/environment";
import { imageArchitectureOf } from "../../facts/instance-types";
import { IMAGES, namesOf } from "../../facts/names";
import type { clientsOf } from "../account";
import type { Image } from "../containers/runtime";
import { IMAGES_FOLDER, LOCAL, REGISTRY, ROOT } from "../project";
import { applicationBuilds, EXAMPLE } from "./application";
import { Authority } from "./authority";
import { ImageBuilder } from "./builder";
import { cacheBuild, CACHE_SOURCE } from "./cache-image";
import { hashOf } from "./commands";
import { databaseBuild, DATABASE_SOURCE } from "./database-image";
import { Registry } from "./registry";

/** The certificate authority that the images trust. It outlives the embedded AWS, as the images do. */
export const authority = () => new Authority(join(LOCAL, "authority"));

/** The tag of a release: the same sources have the same. `repository` is that of `buildRelease`. */
export const tagOf = (repository?: string) =>
  hashOf([join(ROOT, "docker"), repository ? resolve(repository) : EXAMPLE]).slice(0, 7);

const nameOf = (image: string) => `release-${image}`;

/** Builds both images of a repository, or of the example application. */
export function buildRelease(tag: string, repository?: string): void {
  const builder = new ImageBuilder(IMAGES_FOLDER);
  const context = join(IMAGES_FOLDER, `context-${process.pid}`);
  mkdirSync(context, { recursive: true });
  try {
    const builds = applicationBuilds(context, {
      authority: authority(),
      revision: tag,
      source: "https://git.example/api",
      extraPackages: process.env.EXTRA_PACKAGES ?? "",
      ...(repository ? { repository: resolve(repository) } : {}),
    });
    for (const image of IMAGES) builder.build(nameOf(image), builds[image]);
  } finally {
    rmSync(context, { recursive: true });
  }
}

/** Pushes the images that were built last to the repositories of the environment. */
export async function pushRelease(
  environment: Environment,
  tag: string,
  clients: ReturnType<typeof clientsOf>,
): Promise<void> {
  const builder = new ImageBuilder(IMAGES_FOLDER);
  const ecr = new ECRClient(clients);
  for (const image of IMAGES) {
    await new Registry(REGISTRY).push(builder, `localhost/${nameOf(image)}:latest`, {
      ecr,
      repositoryName: namesOf(environment).repository(image).name,
      tag,
      architecture: imageArchitectureOf(environment.hosts.instanceType),
    });
  }
}

/** The image of the database, built at the first call. */
export const databaseImage = (): Image => ({
  ...new ImageBuilder(IMAGES_FOLDER).unpacked("database", [DATABASE_SOURCE], databaseBuild),
  reference: "localhost/database:latest",
  digest: "",
});

/** The image of the cache, built at the first call. */
export const cacheImage = (): Image => ({
  ...new ImageBuilder(IMAGES_FOLDER).unpacked("cache", [CACHE_SOURCE], cacheBuild),
  reference: "localhost/cache:latest",
  digest: "",
});
