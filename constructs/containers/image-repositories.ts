import type { Construct } from "constructs";
import type { Image, Names } from "../../facts/names";
import type { EncryptionKey } from "../data/encryption-key";
import { ImageRepository } from "./image-repository";

export interface ImageRepositoriesProps {
  readonly names: Names;
  readonly key: EncryptionKey;

  /** The CI identity that pushes. */
  readonly pushedBy: string;

  /** Whether `cdktf destroy` deletes the images too. */
  readonly forceDelete: boolean;
}

/** The repository of each image, in the scope of the stack. */
export function imageRepositories(
  scope: Construct,
  { names, key, pushedBy, forceDelete }: ImageRepositoriesProps,
): Record<Image, ImageRepository> {
  const repository = (image: Image) =>
    new ImageRepository(scope, `${image}-image`, {
      name: names.repository(image).name,
      parameterName: names.imageParameter(image).name,
      key,
      pushedBy,
      forceDelete,
    });
  return { app: repository("app"), nginx: repository("nginx") };
}
