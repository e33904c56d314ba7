import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applicationBuilds } from "../../local/images/application";
import { ImageBuilder } from "../../local/images/builder";
import { production } from "../environments/production";
import { appImage, authority, BUILDAH, nginxImage, run, WORK } from "./sandbox/image";
import { describeBuildah } from "./sandbox/requirements";
import { useContainers } from "./sandbox/container";

const MARK = "not-a-secret-0b7c1e";
const FOLDER = join(WORK, "secrets");
const CONTEXT = join(FOLDER, "context");
const TOKEN = join(FOLDER, "composer-auth.json");

/** Of a developer's work tree. */
const PRIVATE_FILES = [".env", ".env.production", "auth.json", "config/.env.local", ".git/config"];

/** Names of Laravel's secrets, and whatever else the environment declares as one. */
const SECRETS = ["APP_KEY", "DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", ...Object.keys(production.secrets ?? {})];

describeBuildah("The images", () => {
  useContainers();
  const builder = new ImageBuilder(WORK);

  beforeAll(() => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(CONTEXT, { recursive: true });
    writeFileSync(
      TOKEN,
      JSON.stringify({ "http-basic": { "example.org": { username: "a", password: MARK } } }),
    );
  });

  /** Builds an image, and returns the files of its OCI layout: its layers, unpacked, and its configuration. */
  function build(image: "app" | "nginx", privateFiles = PRIVATE_FILES): Buffer[] {
    const {
      dockerfile,
      target = "production",
      args,
    } = applicationBuilds(CONTEXT, {
      authority: authority(),
      revision: "0123456789abcdef",
      source: "https://git.example/fixture",
    })[image];
    for (const file of privateFiles) {
      mkdirSync(join(CONTEXT, file, ".."), { recursive: true });
      writeFileSync(join(CONTEXT, file), `PASSWORD=${MARK}\n`);
    }
    // So that no layer with Composer is taken from the cache.
    appendFileSync(join(CONTEXT, "composer.json"), " ".repeat(Date.now() % 100_000));
    const name = `localhost/secrets-${image}:latest`;
    const options = Object.entries({ ...args, BASE_IMAGE: builder.baseImage() }).flatMap(([key, value]) => [
      ...["--build-arg", `${key}=${value}`],
    ]);
    const secret = ["--secret", `id=composer-auth,src=${TOKEN}`];
    const stage = ["--file", dockerfile, "--target", target, "--tag", name];
    run(
      "buildah",
      ...BUILDAH,
      "build",
      "--layers",
      "--isolation",
      "chroot",
      ...options,
      ...secret,
      ...stage,
      CONTEXT,
    );
    const layout = join(FOLDER, image);
    builder.export(name, layout);
    const blobs = join(layout, "blobs/sha256");
    return readdirSync(blobs).map((blob) => {
      const content = readFileSync(join(blobs, blob));
      return content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))
        ? execFileSync("gzip", ["--decompress", "--stdout", join(blobs, blob)], { maxBuffer: 2 ** 30 })
        : content;
    });
  }

  it.each(["app", "nginx"] as const)(
    "of %s have no private file of the work tree, and no token of the build",
    (image) => {
      const files = build(image);

      expect(files.length).toBeGreaterThan(2);
      expect(files.some((content) => content.includes("robots.txt"))).toBe(true);
      expect(files.filter((content) => content.includes(MARK))).toEqual([]);
    },
  );

  it("would show a file that .dockerignore does not name", () => {
    const files = build("nginx", ["public/password.txt"]);

    expect(files.filter((content) => content.includes(MARK))).toHaveLength(1);
  });

  it("have no secret in their configuration", () => {
    for (const { config } of [appImage(), nginxImage()]) {
      const names = (config.Env ?? []).map((line) => line.split("=")[0]);
      expect(names).toContain("PATH");
      expect(names.filter((name) => SECRETS.includes(name ?? ""))).toEqual([]);
    }
  });
});
