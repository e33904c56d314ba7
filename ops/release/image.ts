import {
  BatchGetImageCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import { ImageAlreadyExistsException } from "@aws-sdk/client-ecr";
import { DEPLOYED_TAG_PREFIX } from "../../facts/names";
import type { Image } from "../../facts/names";
import { imagesOfIndex, MANIFEST_TYPES } from "../../facts/image-manifest";
import { imageArchitectureOf } from "../../facts/instance-types";
import type { Operation } from "../cli/operation";
import { undefinedFor } from "../cli/undefined-for";

/** A pushed image, or index of images. */
export interface Pushed {
  readonly manifest: string;
  readonly mediaType: string | undefined;
}

/** Why an image cannot be deployed, and the fix. */
export interface ImageFault {
  readonly what: string;
  readonly fix: string;
}

/** Why an image cannot be deployed; undefined when it can. */
export async function imageFault(
  operation: Operation,
  image: Image,
  tag: string,
): Promise<ImageFault | undefined> {
  const repository = operation.names.repository(image).name;
  const pushed = await findImage(operation, image, tag);
  if (!pushed) {
    return {
      what: `The repository ${repository} has no image with the tag ${tag}.`,
      fix: "Build and push it (ops deploy --build <your Laravel repository> does), or give a tag that was pushed.",
    };
  }
  if (imagesOfIndex(pushed.manifest)?.length === 0) {
    return {
      what: `The index ${repository}:${tag} lists attestations and no image.`,
      fix: "Build and push it again: make -f docker/Makefile push",
    };
  }
  const { instanceType } = operation.environment.hosts;
  const needed = imageArchitectureOf(instanceType);
  const found = await architecturesOf(operation, image, pushed.manifest);
  if (found.length === 0 || found.includes(needed)) return undefined;
  return {
    what: `The image ${repository}:${tag} is built for ${found.join(" and ")}, but the hosts (${instanceType}) are ${needed}.`,
    fix: `Build it with docker buildx build --platform linux/${needed}.`,
  };
}

/** Adds a second tag with the time to a deployed image, so that the lifecycle policy does not expire it. */
export async function keepImage(operation: Operation, image: Image, tag: string): Promise<void> {
  const pushed = await findImage(operation, image, tag);
  if (!pushed) return;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const command = new PutImageCommand({
    repositoryName: operation.names.repository(image).name,
    imageManifest: pushed.manifest,
    imageManifestMediaType: pushed.mediaType,
    imageTag: `${DEPLOYED_TAG_PREFIX}${time}`,
  });
  await operation.client(ECRClient).send(command).catch(undefinedFor(ImageAlreadyExistsException));
}

/** The manifest behind a tag; undefined if there is none. */
export async function findImage(
  operation: Operation,
  image: Image,
  tag: string,
): Promise<Pushed | undefined> {
  const { images = [] } = await operation.client(ECRClient).send(
    new BatchGetImageCommand({
      repositoryName: operation.names.repository(image).name,
      imageIds: [{ imageTag: tag }],
      acceptedMediaTypes: MANIFEST_TYPES,
    }),
  );
  const [found] = images;
  return found?.imageManifest === undefined
    ? undefined
    : { manifest: found.imageManifest, mediaType: found.imageManifestMediaType };
}

/** The processor architectures of an image; empty when its manifest has none, as some images built by hand. */
async function architecturesOf(operation: Operation, image: Image, text: string): Promise<string[]> {
  const listed = imagesOfIndex(text);
  if (listed) return listed.flatMap(({ platform }) => platform?.architecture ?? []);
  const { config } = JSON.parse(text) as { readonly config?: { readonly digest?: string } };
  if (!config?.digest) return [];

  const { downloadUrl } = await operation.client(ECRClient).send(
    new GetDownloadUrlForLayerCommand({
      repositoryName: operation.names.repository(image).name,
      layerDigest: config.digest,
    }),
  );
  const response = await fetch(downloadUrl ?? "", { signal: operation.signal });
  if (!response.ok) return [];
  const { architecture } = (await response.json()) as { architecture?: string };
  return architecture ? [architecture] : [];
}
