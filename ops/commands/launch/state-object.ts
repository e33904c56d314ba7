import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";

/**
 * The state of a stack, or Terraform's lock on it, as it is in the state bucket.
 *
 * @param suffix the end of the key: nothing for the state, `.tflock` for the lock
 * @returns undefined if there is none
 */
export async function stateObject(
  operation: Operation,
  part: Part,
  suffix: "" | ".tflock",
): Promise<unknown> {
  const { bucket, key } = stateLocation(operation.environment, part);
  try {
    const { Body } = await operation
      .client(S3Client)
      .send(new GetObjectCommand({ Bucket: bucket, Key: `${key}${suffix}` }));
    return JSON.parse((await Body?.transformToString()) ?? "") as unknown;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
