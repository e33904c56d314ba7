import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ECRClient, ImageAlreadyExistsException, PutImageCommand } from "@aws-sdk/client-ecr";
import { imagesOfIndex, OCI_MANIFEST } from "../../facts/image-manifest";
import type { ImageBuilder } from "./builder";

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Record<string, string>;
}

export interface Manifest {
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** The embedded registry: its blobs are in a folder, its manifests in ECR (local/moto/registry.py). */
export class Registry {
  constructor(private readonly folder: string) {}

  /**
   * Pushes a built image to a repository of ECR. Its configuration names `architecture`, the hosts' processor, also where this
   * machine has another one: the local hosts run what this machine can.
   */
  public async push(
    builder: ImageBuilder,
    image: string,
    to: { ecr: ECRClient; repositoryName: string; tag: string; architecture: string },
  ): Promise<void> {
    builder.export(image, this.folder);
    const { manifests } = JSON.parse(readFileSync(join(this.folder, "index.json"), "utf8")) as {
      manifests: Descriptor[];
    };
    // Docker's layout has one image, and names it differently.
    const named = manifests.find((each) => each.annotations?.["org.opencontainers.image.ref.name"] === image);
    const manifest = this.imageAt((named ?? manifests[0])?.digest ?? "");
    const config = this.write({
      ...this.read<object>(manifest.config.digest),
      architecture: to.architecture,
    });
    try {
      await to.ecr.send(
        new PutImageCommand({
          repositoryName: to.repositoryName,
          imageTag: to.tag,
          imageManifest: JSON.stringify({ ...manifest, config: { ...manifest.config, ...config } }),
          imageManifestMediaType: manifest.mediaType ?? OCI_MANIFEST,
        }),
      );
    } catch (error) {
      if (!(error instanceof ImageAlreadyExistsException)) throw error;
    }
  }

  /** Adds a blob. */
  public write(content: object): Pick<Descriptor, "digest" | "size"> {
    const text = JSON.stringify(content);
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    mkdirSync(join(this.folder, "blobs/sha256"), { recursive: true });
    writeFileSync(this.path(digest), text);
    return { digest, size: Buffer.byteLength(text) };
  }

  /** Docker's containerd image store exports an index, with attestations beside the image that it has built. */
  private imageAt(digest: string): Manifest {
    const [entry] = imagesOfIndex(readFileSync(this.path(digest), "utf8")) ?? [];
    return entry ? this.imageAt(entry.digest) : this.read<Manifest>(digest);
  }

  private read<T>(digest: string): T {
    return JSON.parse(readFileSync(this.path(digest), "utf8")) as T;
  }

  private path(digest: string): string {
    return join(this.folder, "blobs", digest.replace(":", "/"));
  }
}
