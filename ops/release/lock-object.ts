import {
  GetObjectCommand,
  NoSuchBucket,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { ReleaseAtWork } from "../diagnosis/observations";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";

/** What a release is about, for whoever finds its lock. */
export interface Intent {
  readonly command: "deploy" | "rollback";

  /** In words, e.g. `5d6e7f8`; of a rollback the revision, once it is known. */
  readonly aim: string;
}

/** What the lock's object says. */
export interface Entry extends Intent {
  /** Of this holder and no other. */
  readonly id: string;
  readonly owner: string;
  readonly since: string;
  readonly beat: number;
  readonly released: boolean;
}

export interface FoundLock {
  readonly entry: Entry;
  readonly etag: string;

  /** By the clock of Amazon S3. */
  readonly writtenAt: Date;
}

/** The release that holds the lock now, if one does. */
export async function holderOf(operation: Operation): Promise<ReleaseAtWork | undefined> {
  const found = await readLock(operation);
  if (!found || found.entry.released) return undefined;
  const { command, aim, owner, since } = found.entry;
  return { command, aim, owner, since: new Date(since), aliveAt: found.writtenAt };
}

export async function readLock(operation: Operation): Promise<FoundLock | undefined> {
  try {
    const {
      Body,
      ETag = "",
      LastModified = new Date(),
    } = await operation.client(S3Client).send(new GetObjectCommand(objectOf(operation)));
    const entry = JSON.parse((await Body?.transformToString()) ?? "{}") as Entry;
    return { entry, etag: ETag, writtenAt: LastModified };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    if (error instanceof NoSuchBucket) throw notDeployed(operation);
    throw error;
  }
}

/** @returns the new entity tag; nothing when the object is not any more what was read */
export async function writeLock(
  operation: Operation,
  entry: Entry,
  etag: string | undefined,
): Promise<string | undefined> {
  try {
    const { ETag } = await operation.client(S3Client).send(
      new PutObjectCommand({
        ...objectOf(operation),
        Body: JSON.stringify(entry),
        ContentType: "application/json",
        ...(etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag }),
      }),
    );
    return ETag;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    // 412: it is another one by now. 409: another write is under way.
    if (status === 412 || status === 409) return undefined;
    if (error instanceof NoSuchBucket) throw notDeployed(operation);
    throw error;
  }
}

const objectOf = ({ names }: Operation) => ({
  Bucket: names.settingsBucket.name,
  Key: names.releaseLock.key,
});

function notDeployed({ environment: { environment } }: Operation): Refusal {
  return new Refusal(
    `${environment} has no bucket for its settings yet.\nRemedy: npx cdktf deploy ${environment}-base, then push the images.`,
  );
}
