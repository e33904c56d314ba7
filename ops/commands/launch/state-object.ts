import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { undefinedFor } from "../../cli/undefined-for";

/** A state or a lock, and what its next writer must know. */
interface FoundState {
  readonly json: unknown;
  readonly etag: string;
  /** Of the versioned bucket. */
  readonly versionId: string | undefined;
  /** By the clock of AWS, as far as the SDK knows it: to five minutes. */
  readonly ageMilliseconds: number;
}

/**
 * The state of a stack, or Terraform's lock on it, as it is in the state bucket.
 *
 * @param suffix the end of the key: nothing for the state, `.tflock` for the lock
 * @returns undefined if there is none
 */
export async function findState(
  operation: Operation,
  part: Part,
  suffix: "" | ".tflock",
): Promise<FoundState | undefined> {
  const { bucket, key } = stateLocation(operation.environment, part);
  const s3 = operation.client(S3Client);
  const command = new GetObjectCommand({ Bucket: bucket, Key: `${key}${suffix}` });
  const found = await s3.send(command).catch(undefinedFor(NoSuchKey));
  if (!found) return undefined;
  const { Body, ETag = "", VersionId, LastModified } = found;
  const json = JSON.parse((await Body?.transformToString()) ?? "") as unknown;
  // The SDK compares the clock of this machine with each answer.
  const now = Date.now() + s3.config.systemClockOffset;
  const ageMilliseconds = now - (LastModified?.getTime() ?? now);
  return { json, etag: ETag, versionId: VersionId, ageMilliseconds };
}

/** What Terraform writes into a lock of the S3 backend (terraform, internal/states/statemgr/locker.go, `LockInfo`). */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;

  /** user@host */
  readonly Who: string;
  readonly Created: string;
}

/** The lock on the state of a stack; undefined if there is none. */
export const findLock = async (operation: Operation, part: Part) =>
  (await findState(operation, part, ".tflock"))?.json as LockInfo | undefined;
