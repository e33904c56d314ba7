import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasDocker } from "../containers/possible";
import type { ImageConfig as RuntimeConfig } from "../containers/runtime";
import { hashOf, once, run } from "./commands";

/** The configuration of an image, with what only its build decides. */
interface ImageConfig extends RuntimeConfig {
  readonly Labels?: Record<string, string>;
}

/** A built image, unpacked. */
export interface Image {
  readonly rootfs: string;
  readonly config: ImageConfig;
}

export interface Build {
  readonly dockerfile: string;

  /** The stage that is the image. @default "production" */
  readonly target?: string;
  readonly context: string;
  readonly args: Record<string, string>;
}

/**
 * Builds images from Dockerfiles: with Docker where it answers, else with Debian's buildah, as root. Unchanged layers are
 * reused.
 */
export class ImageBuilder {
  /** The options of buildah that select this builder's storage. */
  public readonly storage: string[];

  /** `work` contains the storage of buildah and the unpacked images. */
  constructor(private readonly work: string) {
    this.storage = ["--root", join(work, "storage"), "--runroot", "/run/images-storage"];
  }

  /** Builds an image and returns its name. */
  public build(name: string, { dockerfile, target = "production", context, args }: Build): string {
    const tagged = `localhost/${name}:latest`;
    const buildArgs = Object.entries(args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
    // buildah 1.28 takes a LABEL from its cache when only the build argument in it has changed.
    const labels = ["REVISION", "SOURCE"].flatMap((name) =>
      args[name] === undefined
        ? []
        : ["--label", `org.opencontainers.image.${name.toLowerCase()}=${args[name]}`],
    );
    // prettier-ignore
    const common = [
      "--quiet", "--tag", tagged, "--file", dockerfile, "--target", target, ...labels, ...buildArgs, context,
    ];
    if (hasDocker) run("docker", "buildx", "build", "--load", ...common);
    // prettier-ignore
    else this.buildah(
      "build", "--layers", "--isolation", "chroot", "--build-arg", `BASE_IMAGE=${this.baseImage()}`, ...common,
    );
    return tagged;
  }

  /** An image unpacked into a folder. It is built again when the files `inputs` or the function change. */
  public unpacked(name: string, inputs: string[], describe: (context: string) => Build): Image {
    const key = `${name}-${hashOf(inputs, describe.toString())}`;
    const directory = once(join(this.work, "images", key), (target) => {
      const context = join(target, "context");
      mkdirSync(context, { recursive: true });
      this.unpack(this.build(name, describe(context)), target);
      rmSync(context, { recursive: true });
    });
    return {
      rootfs: join(directory, "rootfs"),
      config: JSON.parse(readFileSync(join(directory, "config.json"), "utf8")) as ImageConfig,
    };
  }

  /**
   * Writes an image as an OCI layout, which has its blobs in `blobs/sha256`. Blobs that are there already are not written.
   *
   * @throws Error if the Docker engine is older than version 25, the first that saves an OCI layout (its release notes)
   */
  public export(image: string, layout: string): void {
    mkdirSync(layout, { recursive: true });
    if (!hasDocker) return void this.buildah("push", "--quiet", image, `oci:${layout}:${image}`);
    const index = join(layout, "index.json");
    rmSync(index, { force: true });
    run("sh", "-c", 'docker save "$1" | tar -x -C "$2"', "save", image, layout);
    if (existsSync(index)) return;
    throw new Error(
      `docker save wrote ${image} without an OCI layout.\n  Fix: Update Docker Engine to version 25 or newer.`,
    );
  }

  private buildah(...args: string[]): string {
    return run("buildah", ...this.storage, ...args);
  }

  private unpack(image: string, target: string): void {
    const rootfs = join(target, "rootfs");
    mkdirSync(rootfs, { recursive: true });
    let config: unknown;
    if (hasDocker) {
      const script = 'id=$(docker create "$1") && docker export "$id" | tar -x -C "$2" && docker rm "$id"';
      run("sh", "-c", script, "unpack", image, rootfs);
      config = JSON.parse(run("docker", "image", "inspect", "--format", "{{json .Config}}", image));
    } else {
      const container = this.buildah("from", "--pull-never", image).trim();
      run("cp", "-a", `${this.buildah("mount", container).trim()}/.`, rootfs);
      this.buildah("rm", container);
      const inspected = JSON.parse(this.buildah("inspect", "--type", "image", image)) as {
        OCIv1: { config: unknown };
      };
      config = inspected.OCIv1.config;
    }
    run("touch", join(rootfs, "etc/hosts"));
    writeFileSync(join(target, "config.json"), JSON.stringify(config, null, 2));
  }

  /** debian:trixie-slim from Debian's archive, for a machine that cannot pull it. */
  public baseImage(): string {
    const name = "localhost/base:latest";
    once(join(this.work, "base"), (context) => {
      const root = join(context, "root");
      mkdirSync(context, { recursive: true });
      run("debootstrap", "--variant=minbase", "trixie", root, "http://deb.debian.org/debian");
      const unneeded =
        "var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/doc/* usr/share/man/* usr/share/locale/*";
      run("sh", "-c", `cd ${root} && rm -rf ${unneeded}`);
      writeFileSync(join(context, "Dockerfile"), "FROM scratch\nADD root /\n");
      this.buildah("build", "--quiet", "--tag", name, context);
      rmSync(root, { recursive: true });
    });
    return name;
  }
}
