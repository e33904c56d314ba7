import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { isRefusedWrite } from "../../cli/refused-write";
import { lockedBy } from "../launch/state-lock";
import type { LockInfo } from "../launch/state-object";
import { findLock } from "../launch/state-object";

/**
 * Locks the state of a stack as Terraform does, by an object that must not exist yet (terraform,
 * internal/backend/remote-state/s3, `lockWithFile`).
 *
 * @param what the operation, for the message of a Terraform that finds the lock, and what the operator can do about it
 * @returns removes the lock; undefined if the state is locked already
 */
export async function takeLock(
  operation: Operation,
  part: Part,
  what: { readonly operation: string; readonly info: string },
): Promise<(() => Promise<void>) | undefined> {
  const { bucket, key } = stateLocation(operation.environment, part);
  const lock = { Bucket: bucket, Key: `${key}.tflock` };
  const info: LockInfo & Record<string, string> = {
    ID: randomUUID(),
    Operation: what.operation,
    Info: what.info,
    Who: `${userInfo().username}@${hostname()}`,
    Version: "",
    Created: new Date().toISOString(),
    Path: `${bucket}/${key}`,
  };
  try {
    await operation.client(S3Client).send(
      new PutObjectCommand({
        ...lock,
        Body: JSON.stringify(info),
        ContentType: "application/json",
        ServerSideEncryption: "AES256",
        IfNoneMatch: "*",
      }),
    );
  } catch (error) {
    if (!isRefusedWrite(error)) throw error;
    // It is ours when the response to the first try was lost, and the SDK tried again.
    if ((await findLock(operation, part))?.ID !== info.ID) return undefined;
  }
  return () => removeLock(operation, part);
}

/** Removes the lock of a stack. The caller knows whose it is. */
export async function removeLock(operation: Operation, part: Part): Promise<void> {
  const { bucket, key } = stateLocation(operation.environment, part);
  await operation.client(S3Client).send(new DeleteObjectCommand({ Bucket: bucket, Key: `${key}.tflock` }));
}

/** @throws Refusal that names the owner, when the state of a stack is locked */
export async function requireNoLock(operation: Operation, part: Part): Promise<void> {
  const lock = await findLock(operation, part);
  if (lock) throw lockedBy(operation, lock, part);
}

/**
 * Does something under the lock of a stack.
 *
 * @throws Refusal that names the owner of another lock
 */
export async function withStateLock<Result>(
  operation: Operation,
  part: Part,
  { command, work }: { command: string; work: () => Promise<Result> },
): Promise<Result> {
  const unlock = await takeLock(operation, part, { operation: `ops ${command}`, info: "" });
  if (!unlock) {
    await requireNoLock(operation, part);
    return withStateLock(operation, part, { command, work });
  }
  try {
    return await work();
  } finally {
    await unlock();
  }
}
