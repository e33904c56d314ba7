import { cpSync } from "node:fs";
import { join } from "node:path";
import { applicationBuilds, EXAMPLE, EXAMPLE_PACKAGES } from "../../../local/images/application";
import { Authority } from "../../../local/images/authority";
import { type Image, ImageBuilder } from "../../../local/images/builder";
import { cacheBuild, CACHE_SOURCE } from "../../../local/images/cache-image";
import { databaseBuild, DATABASE_SOURCE } from "../../../local/images/database-image";
import { LOCAL, ROOT } from "../../../local/project";

export { copyExample as makeRepository } from "../../../local/images/application";
export type { Image } from "../../../local/images/builder";
export { run } from "../../../local/images/commands";

const SUITE = join(ROOT, "__tests__/images");

/** All files of these tests. Delete the folder to start from nothing. */
export const WORK = join(LOCAL, "images");

const builder = new ImageBuilder(WORK);
export const BUILDAH = builder.storage;

let theAuthority: Authority | undefined;
/** Created on demand: openssl may be missing where these tests are skipped. */
export const authority = (): Authority => (theAuthority ??= new Authority(join(WORK, "authority")));

const application = (image: "app" | "nginx") => (context: string) =>
  applicationBuilds(context, {
    authority: authority(),
    revision: "0123456789abcdef0123456789abcdef01234567",
    source: "https://git.example/fixture",
  })[image];

export const appImage = (): Image =>
  builder.unpacked(
    "app",
    [
      ...["docker/app", "docker/packages.txt", "docker/laravel"].map((path) => join(ROOT, path)),
      EXAMPLE,
      authority().certificate,
    ],
    application("app"),
  );

export const nginxImage = (): Image =>
  builder.unpacked("nginx", [join(ROOT, "docker"), EXAMPLE, authority().certificate], application("nginx"));

export const databaseImage = (): Image => builder.unpacked("database", [DATABASE_SOURCE], databaseBuild);

export const cacheImage = (): Image => builder.unpacked("cache", [CACHE_SOURCE], cacheBuild);

/** For compare.ts: the application as Debian's packages would serve it. */
export const stockImage = (): Image =>
  builder.unpacked("stock", [join(SUITE, "stock"), join(ROOT, "docker/app"), EXAMPLE], (context) => {
    appImage();
    cpSync(join(SUITE, "stock"), context, { recursive: true });
    return {
      dockerfile: join(context, "Dockerfile"),
      context,
      args: { APP_IMAGE: "localhost/app:latest", EXTRA_PACKAGES: EXAMPLE_PACKAGES },
    };
  });

/** Tools that Debian's older releases lack. */
export const toolsImage = (): Image =>
  builder.unpacked("tools", [join(SUITE, "tools")], () => ({
    dockerfile: join(SUITE, "tools/Dockerfile"),
    context: join(SUITE, "tools"),
    args: {},
  }));
