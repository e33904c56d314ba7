import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { DeleteObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { stateLocation } from "../../../stacks/environment-stack";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { LockInfo } from "../launch/state-lock";
import { lockedBy } from "../launch/state-lock";
import type { FoundState } from "../launch/state-object";
import { findState } from "../launch/state-object";

const PART = "base";

/** What the lock of a swap says it does. */
const operationOf = (copy: string) => `ops database restore --swap ${copy}`;

/**
 * Locks the state as Terraform does, by an object that must not exist yet (terraform, internal/backend/remote-state/s3,
 * `lockWithFile`). Until the swap is complete no Terraform may run: it would create the database that is missing.
 *
 * The lock of a killed swap of the same copy is taken over: the release lock proves that it does not run any more.
 *
 * @returns removes the lock
 * @throws Refusal that names the owner of any other lock
 */
export async function lockState(operation: Operation, copy: string): Promise<() => Promise<void>> {
  const { bucket, key } = stateLocation(operation.environment, PART);
  const lock = { Bucket: bucket, Key: `${key}.tflock` };
  const info: LockInfo & Record<string, string> = {
    ID: randomUUID(),
    Operation: operationOf(copy),
    Info: `Until the swap is complete: ${commandLine(operation.environment, "database restore", `--swap ${copy}`)}`,
    Who: `${userInfo().username}@${hostname()}`,
    Version: "",
    Created: new Date().toISOString(),
    Path: `${bucket}/${key}`,
  };
  const s3 = operation.client(S3Client);
  try {
    await s3.send(
      new PutObjectCommand({
        ...lock,
        Body: JSON.stringify(info),
        ContentType: "application/json",
        ServerSideEncryption: "AES256",
        IfNoneMatch: "*",
      }),
    );
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== 412 && status !== 409) throw error;
    const found = await requireOwnLock(operation, copy);
    if (!found) return lockState(operation, copy);
  }
  return async () => {
    await s3.send(new DeleteObjectCommand(lock));
  };
}

/** @throws Refusal when something else than a swap of this copy has locked the state */
export async function requireOwnLock(operation: Operation, copy: string): Promise<FoundState | undefined> {
  const found = await findState(operation, PART, ".tflock");
  const info = found?.json as LockInfo | undefined;
  if (info && info.Operation !== operationOf(copy))
    throw lockedBy(info, `${operation.environmentName}-${PART}`);
  return found;
}
