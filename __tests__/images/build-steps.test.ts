import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../local/project";
import { Container, useContainers } from "./sandbox/container";
import { appImage, WORK } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";

const FOLDER = join(WORK, "manifests");

describeImages("The step of the build that separates manifests from sources", () => {
  useContainers();

  async function manifestsOf(files: Readonly<Record<string, string>>) {
    rmSync(FOLDER, { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
      writeFileSync(join(FOLDER, path), text);
    }
    const container = new Container({
      name: "manifests",
      image: appImage(),
      command: ["sh", "-c", "cd /srv && manifests /tmp/out && cd /tmp/out && find . -type f | sort"],
      files: { "/srv": FOLDER, "/usr/local/bin/manifests": join(ROOT, "docker/app/build/manifests") },
    });
    const code = await container.wait();
    return code === 0 ? container.stdout.trim().split("\n") : container.stderr.trim();
  }
  const composer = (...urls: string[]) => ({
    "composer.json": JSON.stringify({ repositories: urls.map((url) => ({ type: "path", url })) }),
    "composer.lock": "{}",
    "app/Models/User.php": "<?php",
  });
  const COMPOSER = ["./composer/composer.json", "./composer/composer.lock"];

  it("takes the folders of path repositories along", async () => {
    const files = {
      "packages/a/composer.json": "{}",
      "packages/b/src/B.php": "<?php",
      "nova/composer.json": "{}",
    };

    expect(await manifestsOf({ ...composer("packages/*", "./nova"), ...files })).toEqual([
      ...COMPOSER,
      ...Object.keys(files)
        .map((path) => `./composer/${path}`)
        .sort(),
    ]);
  });

  it("refuses path repositories that are not part of the build", async () => {
    expect(await manifestsOf(composer("../shared"))).toBe(
      'manifests: the repository "../shared" of composer.json is outside of this folder, so it is not part of the build. Fix: move it into this folder, or publish it as a package.',
    );
    expect(await manifestsOf(composer("packages/*"))).toBe(
      'manifests: the repository "packages/*" of composer.json does not exist. Fix: commit it, and check .dockerignore.',
    );
  });

  it("has the packages of Node.js only where Vite is to build assets", async () => {
    const skeleton = { ...composer(), "package.json": "{}", "vite.config.js": "" };
    const node = { ...skeleton, "package-lock.json": "{}", ".npmrc": "" };

    expect(await manifestsOf(composer())).toEqual(COMPOSER);
    expect(await manifestsOf(skeleton)).toEqual(COMPOSER);
    expect(await manifestsOf({ ...node, "public/build/manifest.json": "{}" })).toEqual(COMPOSER);
    expect(await manifestsOf(node)).toEqual([
      ...COMPOSER,
      ...[".npmrc", "package-lock.json", "package.json"].map((file) => `./node/${file}`),
    ]);
  });
});
