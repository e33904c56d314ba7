import { GetObjectCommand, NoSuchBucket, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { applyLine } from "../cli/command-line";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import { isRefusedWrite } from "../cli/refused-write";

/** What excludes the others: a release, or the exchange or deletion of a database, or the exchange of its tables. */
type Exclusive =
  "deploy" | "rollback" | "database swap" | "database drop" | "database import" | "database clone";

/** What a release does, for the operator who finds its lock. */
export interface Intent {
  readonly command: Exclusive;

  /** The tags, e.g. `5d6e7f8`; for a rollback the revision, once it is known; what is put into the database. */
  readonly aim: string;
}

/** The content of the lock object. */
export interface Entry extends Intent {
  /** Unique to this holder. */
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

/** The release that holds the lock, from the lock object. */
export interface ReleaseInProgress {
  readonly command: Exclusive;

  /** An image tag, a revision, or a database. */
  readonly aim: string;
  readonly owner: string;
  readonly since: Date;

  /** The last heartbeat. There is one every 15 seconds. */
  readonly aliveAt: Date;
}

/** The release that holds the lock; undefined when none does. */
export async function holderOf(operation: Operation): Promise<ReleaseInProgress | undefined> {
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

/** @returns the new entity tag; undefined when another writer has changed the object since it was read */
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
    if (isRefusedWrite(error)) return undefined;
    if (error instanceof NoSuchBucket) throw notDeployed(operation);
    throw error;
  }
}

const objectOf = ({ names }: Operation) => ({
  Bucket: names.settingsBucket.name,
  Key: names.releaseLock.key,
});

function notDeployed({ environment }: Operation): Refusal {
  return new Refusal(
    `${environment.environment} has no settings bucket yet.\nFix: Run ${applyLine(environment, "base", "service")}, then push the images.`,
  );
}
