import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { hasDocker } from "./requirements";

const REPOSITORY = join(__dirname, "../../..");
const SUITE = join(REPOSITORY, "__tests__/images");

/** All files of these tests. Delete the folder to start from nothing. */
export const WORK = join(REPOSITORY, ".local/images");

/** The part of an OCI image's configuration a runtime acts on. */
export interface ImageConfig {
  readonly Entrypoint: string[];
  readonly Cmd: string[];
  readonly Env: string[];
  readonly User: string;
  readonly WorkingDir?: string;
  readonly StopSignal: NodeJS.Signals;
  readonly Labels?: Record<string, string>;
}

/** A built image, unpacked. */
export interface Image {
  readonly rootfs: string;
  readonly config: ImageConfig;
}

export const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "pipe"] });

export const BUILDAH = ["--root", join(WORK, "storage"), "--runroot", "/run/images-storage"];
const buildah = (...args: string[]): string => run("buildah", ...BUILDAH, ...args);

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

const hashOf = (paths: string[], ...more: string[]): string => {
  const hash = createHash("sha256").update(more.join("\0"));
  for (const file of paths.flatMap(filesBelow))
    hash.update(relative(REPOSITORY, file)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
};

/** Creates `path` with `make`, unless it exists. An incomplete one is never kept. */
function once(path: string, make: (unfinished: string) => void): string {
  if (!existsSync(path)) {
    const unfinished = `${path}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    make(unfinished);
    renameSync(unfinished, path);
  }
  return path;
}

/** debian:trixie-slim from Debian's archive, for a machine that cannot pull it. */
function baseImage(): string {
  const name = "localhost/base:latest";
  once(join(WORK, "base"), (context) => {
    const root = join(context, "root");
    mkdirSync(context, { recursive: true });
    run("debootstrap", "--variant=minbase", "trixie", root, "http://deb.debian.org/debian");
    run(
      "sh",
      "-c",
      `cd ${root} && rm -rf var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/doc/* usr/share/man/* usr/share/locale/*`,
    );
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nADD root /\n");
    buildah("build", "--quiet", "--tag", name, context);
    rmSync(root, { recursive: true });
  });
  return name;
}

/** The fixture as a repository that follows docs/laravel.md. */
export function makeRepository(target: string): void {
  cpSync(join(SUITE, "fixture"), target, { recursive: true });
  cpSync(join(REPOSITORY, "docker"), join(target, "docker"), { recursive: true });
  cpSync(join(REPOSITORY, "docker/laravel"), target, { recursive: true });
}

/** An authority and a server certificate for the host name `database`. */
export function certificates(): string {
  return once(join(WORK, "certificates"), (directory) => {
    mkdirSync(directory, { recursive: true });
    const file = (name: string): string => join(directory, name);
    run(
      "openssl",
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "3650",
      "-subj",
      "/CN=Test authority",
      "-keyout",
      file("ca-key.pem"),
      "-out",
      file("ca.pem"),
    );
    run(
      "openssl",
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      "/CN=database",
      "-keyout",
      file("server-key.pem"),
      "-out",
      file("server.csr"),
    );
    writeFileSync(file("extensions"), "subjectAltName=DNS:database");
    run(
      "openssl",
      "x509",
      "-req",
      "-days",
      "3650",
      "-in",
      file("server.csr"),
      "-CA",
      file("ca.pem"),
      "-CAkey",
      file("ca-key.pem"),
      "-CAcreateserial",
      "-extfile",
      file("extensions"),
      "-out",
      file("server.pem"),
    );
  });
}

interface Build {
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly args: Record<string, string>;
}

function buildAndUnpack({ name, dockerfile, context, args }: Build, target: string): void {
  const buildArgs = Object.entries(args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
  const rootfs = join(target, "rootfs");
  mkdirSync(rootfs, { recursive: true });
  let config: unknown;

  if (hasDocker) {
    run(
      "docker",
      "build",
      "--quiet",
      "--tag",
      name,
      "--file",
      dockerfile,
      "--target",
      "production",
      ...buildArgs,
      context,
    );
    run(
      "sh",
      "-c",
      `id=$(docker create ${name}) && docker export "$id" | tar -x -C ${rootfs} && docker rm "$id"`,
    );
    config = JSON.parse(run("docker", "image", "inspect", "--format", "{{json .Config}}", name));
  } else {
    buildah(
      "build",
      "--quiet",
      "--layers",
      "--isolation",
      "chroot",
      "--tag",
      name,
      "--file",
      dockerfile,
      "--target",
      "production",
      "--build-arg",
      `BASE_IMAGE=${baseImage()}`,
      ...buildArgs,
      context,
    );
    const container = buildah("from", "--pull-never", name).trim();
    run("cp", "-a", `${buildah("mount", container).trim()}/.`, rootfs);
    buildah("rm", container);
    config = (JSON.parse(buildah("inspect", "--type", "image", name)) as { OCIv1: { config: unknown } }).OCIv1
      .config;
  }

  run("touch", join(rootfs, "etc/hosts"));
  writeFileSync(join(target, "config.json"), JSON.stringify(config, null, 2));
}

function image(name: string, inputs: string[], build: (context: string) => Omit<Build, "name">): Image {
  const directory = once(join(WORK, "images", `${name}-${hashOf(inputs, build.toString())}`), (target) => {
    const context = join(target, "context");
    mkdirSync(context, { recursive: true });
    buildAndUnpack({ name: `localhost/${name}:latest`, ...build(context) }, target);
    rmSync(context, { recursive: true });
  });
  return {
    rootfs: join(directory, "rootfs"),
    config: JSON.parse(readFileSync(join(directory, "config.json"), "utf8")) as ImageConfig,
  };
}

const REVISION = {
  REVISION: "0123456789abcdef0123456789abcdef01234567",
  SOURCE: "https://git.example/fixture",
};

export const appImage = (): Image =>
  image(
    "app",
    [
      join(REPOSITORY, "docker/app"),
      join(REPOSITORY, "docker/laravel"),
      join(SUITE, "fixture"),
      certificates(),
    ],
    (context) => {
      makeRepository(context);
      cpSync(join(certificates(), "ca.pem"), join(context, "ca.pem"));
      return {
        dockerfile: join(context, "docker/app/Dockerfile"),
        context,
        args: {
          ...REVISION,
          RDS_CA_BUNDLE: "ca.pem",
          EXTRA_PACKAGES: "php-laravel-framework php-async-aws-sqs",
        },
      };
    },
  );

export const nginxImage = (): Image =>
  image(
    "nginx",
    [join(REPOSITORY, "docker/nginx"), join(REPOSITORY, "docker/laravel"), join(SUITE, "fixture/public")],
    (context) => {
      makeRepository(context);
      return { dockerfile: join(context, "docker/nginx/Dockerfile"), context, args: REVISION };
    },
  );

export const databaseImage = (): Image =>
  image("database", [join(SUITE, "database"), certificates()], (context) => {
    cpSync(join(SUITE, "database"), context, { recursive: true });
    cpSync(certificates(), join(context, "certificates"), { recursive: true });
    return { dockerfile: join(context, "Dockerfile"), context, args: {} };
  });

/** For compare.ts: the application as Debian's packages would serve it. */
export const stockImage = (): Image =>
  image(
    "stock",
    [join(SUITE, "stock"), join(REPOSITORY, "docker/app"), join(SUITE, "fixture")],
    (context) => {
      appImage();
      cpSync(join(SUITE, "stock"), context, { recursive: true });
      return {
        dockerfile: join(context, "Dockerfile"),
        context,
        args: { APP_IMAGE: "localhost/app:latest" },
      };
    },
  );

/** Tools that Debian's older releases lack. */
export const toolsImage = (): Image =>
  image("tools", [join(SUITE, "tools")], () => ({
    dockerfile: join(SUITE, "tools/Dockerfile"),
    context: join(SUITE, "tools"),
    args: {},
  }));
