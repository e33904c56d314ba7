import type { KeyMetadata, KMSClient } from "@aws-sdk/client-kms";
import { DescribeKeyCommand, NotFoundException } from "@aws-sdk/client-kms";
import type { Environment } from "../../config/environment";

/** The name of the environment's KMS key. */
export const aliasOf = ({ name }: Environment) => `alias/${name}`;

/** The KMS key of an environment; undefined before the first deployment. */
export async function lookAtKey(kms: KMSClient, environment: Environment): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId: aliasOf(environment) }))).KeyMetadata;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
