import type { KeyMetadata, KMSClient } from "@aws-sdk/client-kms";
import { DescribeKeyCommand, NotFoundException } from "@aws-sdk/client-kms";
import type { Environment } from "../../config/environment";
import { undefinedFor } from "../cli/undefined-for";

/** The name of the environment's KMS key. */
export const aliasOf = ({ name }: Environment) => `alias/${name}`;

/** The KMS key of an environment; undefined before the first deployment. */
export async function lookAtKey(kms: KMSClient, environment: Environment): Promise<KeyMetadata | undefined> {
  const command = new DescribeKeyCommand({ KeyId: aliasOf(environment) });
  return (await kms.send(command).catch(undefinedFor(NotFoundException)))?.KeyMetadata;
}
