import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  BatchGetImageCommand,
  type BatchGetImageResponse,
  ECRClient,
  type ECRClientConfig,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  type ImageIdentifier,
} from "@aws-sdk/client-ecr";
import { succeed } from "../processes";
import type { Image, ImageConfig } from "../containers/runtime";
import { imagesOfIndex, MANIFEST_TYPES } from "../../facts/image-manifest";
import type { Manifest } from "./registry";

/** An image that was pulled from ECR. */
export interface PulledImage extends Image {
  /** The digest of its configuration, which is the id that Docker gives it. */
  readonly id: string;
}

const REFERENCE = /^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com\/([^:@]+)(?::([\w.-]+))?(?:@(sha256:\w+))?$/;

/** This machine's processor, as images name it. */
const ARCHITECTURE = process.arch === "x64" ? "amd64" : process.arch;

/** The reason of a task that stops because an image cannot be pulled, in the words of the ECS agent and Docker. */
class CannotPullError extends Error {}

/** Pulls in progress, by the digest of the image. */
const unpacking = new Map<string, Promise<void>>();

/**
 * Pulls an image from ECR, with the permissions of the given credentials, and unpacks it into a folder below `cache`. It knows
 * fewer image formats than Docker: no layers that are compressed with zstd.
 *
 * @throws CannotPullError with the text that ECS reports
 */
export async function pull(reference: string, client: ECRClientConfig, cache: string): Promise<PulledImage> {
  const [, repositoryName, imageTag, imageDigest] = REFERENCE.exec(reference) ?? [];
  if (repositoryName === undefined)
    throw cannotPull(`Get "https://${reference.split("/")[0]}/v2/": dial tcp: no such host`);
  const ecr = new ECRClient(client);
  try {
    await login(ecr);
    const { digest, manifest } = await imageOf(ecr, reference, {
      repositoryName,
      imageId: imageDigest ? { imageDigest } : { imageTag: imageTag ?? "latest" },
    });
    const target = join(cache, digest.replace(":", "-"));
    const download = async (layerDigest: string, file: string) => {
      const { downloadUrl = "" } = await ecr
        .send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }))
        .catch((error: Error) => {
          throw denied(reference, error);
        });
      await save(downloadUrl, layerDigest, file);
    };
    await access(target).catch(async () => {
      const started = unpacking.get(target) ?? unpack(manifest, download, target);
      unpacking.set(target, started);
      await started.finally(() => unpacking.delete(target));
    });
    const { config } = JSON.parse(await readFile(join(target, "config.json"), "utf8")) as {
      config: ImageConfig;
    };
    return { reference, digest, id: manifest.config.digest, rootfs: join(target, "rootfs"), config };
  } finally {
    ecr.destroy();
  }
}

interface Asked {
  readonly repositoryName: string;
  readonly imageId: ImageIdentifier;
}

/** The manifest of an image. Of an index it is the one for this machine, or the only one: local hosts run what the machine can. */
async function imageOf(
  ecr: ECRClient,
  reference: string,
  { repositoryName, imageId }: Asked,
): Promise<{ readonly digest: string; readonly manifest: Manifest }> {
  const { images: [found] = [] } = await ecr
    .send(
      new BatchGetImageCommand({ repositoryName, imageIds: [imageId], acceptedMediaTypes: MANIFEST_TYPES }),
    )
    .catch((error: Error): BatchGetImageResponse => {
      if (error.name === "RepositoryNotFoundException")
        throw cannotPull(
          `repository ${reference.replace(/[:@].*/, "")} not found: name unknown: ${error.message}`,
        );
      throw denied(reference, error);
    });
  if (!found?.imageManifest)
    throw cannotPull(`manifest for ${reference} not found: manifest unknown: Requested image not found`);

  const listed = imagesOfIndex(found.imageManifest);
  if (listed === undefined)
    return {
      digest: found.imageId?.imageDigest ?? "",
      manifest: JSON.parse(found.imageManifest) as Manifest,
    };
  const chosen =
    listed.find(({ platform }) => platform?.architecture === ARCHITECTURE) ??
    (listed.length === 1 ? listed[0] : undefined);
  if (chosen === undefined)
    throw cannotPull(`no matching manifest for linux/${ARCHITECTURE} in the manifest list entries`);
  const image = await imageOf(ecr, reference, { repositoryName, imageId: { imageDigest: chosen.digest } });
  return { ...image, digest: found.imageId?.imageDigest ?? "" };
}

const cannotPull = (reason: string) =>
  new CannotPullError(`CannotPullContainerError: Error response from daemon: ${reason}`);

const denied = (reference: string, { message }: Error) =>
  cannotPull(
    `pull access denied for ${reference.replace(/[:@].*/, "")}, repository does not exist or may require 'docker login': denied: ${message}`,
  );

/** Docker's login at ECR, which is a permission of its own. */
async function login(ecr: ECRClient): Promise<void> {
  await ecr.send(new GetAuthorizationTokenCommand({})).catch((error: Error) => {
    throw new CannotPullError(`CannotPullECRContainerError: ${error.name}: ${error.message}`);
  });
}

/** Downloads a blob, and refuses one that does not have its digest. */
async function save(url: string, digest: string, file: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok || !response.body)
    throw cannotPull(`unexpected status ${response.status} of layer ${digest}`);
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), hashing, createWriteStream(file));
  if (`sha256:${hash.digest("hex")}` !== digest)
    throw cannotPull(`filesystem layer verification failed for digest ${digest}`);
}

async function unpack(
  { config, layers }: Manifest,
  download: (digest: string, file: string) => Promise<void>,
  target: string,
): Promise<void> {
  const unfinished = `${target}.unfinished-${process.pid}`;
  const rootfs = join(unfinished, "rootfs");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(rootfs, { recursive: true });
  await download(config.digest, join(unfinished, "config.json"));
  for (const { digest } of layers) {
    const file = join(unfinished, "layer");
    await download(digest, file);
    await applyLayer(file, rootfs);
    await rm(file);
  }
  // A runtime mounts a file of its own over it, also in an image from scratch.
  await mkdir(join(rootfs, "etc"), { recursive: true });
  await writeFile(join(rootfs, "etc/hosts"), "", { flag: "a" });
  await rename(unfinished, target);
}

/** Applies a layer with its whiteouts (OCI Image Format Specification, "Image Layer Filesystem Changeset"). */
async function applyLayer(file: string, rootfs: string): Promise<void> {
  const options = [
    "--extract",
    "--verbose",
    "--quoting-style=literal",
    "--numeric-owner",
    "--preserve-permissions",
  ];
  const { stdout } = await succeed("tar", [...options, "--directory", rootfs, "--file", file]);
  const added = new Set(stdout.split("\n").map((line) => line.replace(/^\.\//, "").replace(/\/$/, "")));

  for (const path of added) {
    const [folder, name] = [dirname(path), basename(path)];
    if (!name.startsWith(".wh.")) continue;
    await rm(join(rootfs, path));
    if (name === ".wh..wh..opq") await keepOnly(added, rootfs, folder);
    else await rm(join(rootfs, folder, name.slice(".wh.".length)), { recursive: true, force: true });
  }
}

/** Removes what lower layers have in an opaque folder. */
async function keepOnly(added: ReadonlySet<string>, rootfs: string, folder: string): Promise<void> {
  for (const entry of await readdir(join(rootfs, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!added.has(path)) await rm(join(rootfs, path), { recursive: true, force: true });
    else if (entry.isDirectory()) await keepOnly(added, rootfs, path);
  }
}
