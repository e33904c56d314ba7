import { BatchGetImageCommand, ECRClient } from "@aws-sdk/client-ecr";
import type { Pull } from "./task";

const REFERENCE = /^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com\/([^:@]+)(?::([\w.-]+))?(?:@(sha256:\w+))?$/;

/**
 * Pulls nothing, for simulated containers, but fails as a pull would if ECR has no such image, or the role no permission to
 * pull it. It knows no other registry.
 */
export const simulatedPull: Pull = async (reference, clients) => {
  const cannot = (why: string) => new Error(`CannotPullContainerError: Error response from daemon: ${why}`);
  const [, repositoryName, tag, digest] = REFERENCE.exec(reference) ?? [];
  if (!repositoryName) throw cannot(`Get "https://${reference.split("/")[0]}/v2/": dial tcp: no such host`);
  const ecr = new ECRClient(clients);
  try {
    const imageIds = [digest ? { imageDigest: digest } : { imageTag: tag ?? "latest" }];
    const { images: [image] = [] } = await ecr
      .send(new BatchGetImageCommand({ repositoryName, imageIds }))
      .catch((error: Error) => {
        throw cannot(`pull access denied for ${reference}: ${error.name}: ${error.message}`);
      });
    if (!image)
      throw cannot(`manifest for ${reference} not found: manifest unknown: Requested image not found`);
    return { reference, rootfs: "", config: {}, digest: image.imageId?.imageDigest ?? "" };
  } finally {
    ecr.destroy();
  }
};
