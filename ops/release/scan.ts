import { ECRClient, paginateDescribeImageScanFindings, ScanNotFoundException } from "@aws-sdk/client-ecr";
import type { ImageIdentifier } from "@aws-sdk/client-ecr";
import { imagesOfIndex } from "../../facts/image-manifest";
import { imageArchitectureOf } from "../../facts/instance-types";
import type { Image } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { inWords } from "../cli/words";
import { itemsIn } from "../ecs/portions";
import type { Tags } from "../ecs/revision";
import { findImage } from "./image";
import { stateOf } from "./scan-state";
import type { Scan, ScanState } from "./scan-state";

/** The most findings of one page (Amazon ECR API Reference, DescribeImageScanFindings). */
const PAGE = 1_000;

/**
 * What ECR's scans found in the images of a release. It informs and never ends a release: an error is a state, too, e.g. of a
 * deploy role that is older than its permission.
 */
export const scansOf = (operation: Operation, tags: Tags): Promise<Scan[]> =>
  Promise.all(
    IMAGES.map(async (image) => ({
      image,
      tag: tags[image],
      ...(await scanOf(operation, image, tags[image])),
    })),
  );

async function scanOf(operation: Operation, image: Image, tag: string): Promise<ScanState> {
  try {
    const imageId = await scannedId(operation, image, tag);
    const pages = paginateDescribeImageScanFindings(
      { client: operation.client(ECRClient), pageSize: PAGE },
      { repositoryName: operation.names.repository(image).name, imageId },
    );
    return stateOf(await itemsIn(pages, (page) => [page]));
  } catch (error) {
    if (error instanceof ScanNotFoundException) return { state: "none" };
    return { state: "unreadable", reason: inWords(error) };
  }
}

/** ECR scans the image of a platform, and not the index that has the tag (Amazon ECR User Guide, "Scan images"). */
async function scannedId(operation: Operation, image: Image, tag: string): Promise<ImageIdentifier> {
  const found = await findImage(operation, image, tag);
  const architecture = imageArchitectureOf(operation.environment.hosts.instanceType);
  const entry =
    found && imagesOfIndex(found.manifest)?.find(({ platform }) => platform?.architecture === architecture);
  return entry ? { imageDigest: entry.digest } : { imageTag: tag };
}
