import type { ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import { GetObjectCommand, NoSuchKey, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { undefinedFor } from "../../cli/undefined-for";
import type { StateFile } from "./state-file";
import { addressesIn, parseState } from "./state-file";

/** Reading a version means to download it. */
const NEWEST = 20;

/** A version of a state in its bucket. */
export interface StateVersion {
  readonly id: string;
  readonly at: Date | undefined;
  readonly bytes: number;

  /** Undefined if Terraform could not read it. */
  readonly state: StateFile | undefined;
}

/** The state of a stack as it is now. */
export interface CurrentState {
  readonly etag: string;
  readonly state: StateFile | undefined;
}

/** The state of a stack; undefined if there is none. */
export async function currentState(operation: Operation, part: Part): Promise<CurrentState | undefined> {
  const found = await download(operation, part, undefined).catch(undefinedFor(NoSuchKey));
  return found && { etag: found.ETag ?? "", state: parseState(found.text) };
}

/** The newest versions of the state of a stack, the newest first. The SDK has no paginator for this operation. */
export async function versionsOf(operation: Operation, part: Part): Promise<StateVersion[]> {
  const { bucket, key } = stateLocation(operation.environment, part);
  const found: { id: string; at: Date | undefined; bytes: number }[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (markers) {
    const page: ListObjectVersionsCommandOutput = await operation
      .client(S3Client)
      .send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...markers }));
    for (const { Key, VersionId, LastModified, Size = 0 } of page.Versions ?? [])
      if (Key === key && VersionId !== undefined)
        found.push({ id: VersionId, at: LastModified, bytes: Size });
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  found.sort((one, other) => (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0));
  return Promise.all(
    found.slice(0, NEWEST).map(async (version) => {
      const { text } = await download(operation, part, version.id);
      return { ...version, state: parseState(text) };
    }),
  );
}

/** Whether a version has what a stack had: an empty state is that of a stack that was destroyed. */
export const isUsable = ({ state }: StateVersion): boolean =>
  state !== undefined && addressesIn(state).length > 0;

/** One line for each version. */
export function versionLines(versions: readonly StateVersion[]): string[] {
  return versions.map(({ id, at, bytes, state }) => {
    const content = state
      ? `serial ${state.serial}, ${addressesIn(state).length} resources`
      : "cannot be read as a state";
    return `  ${at?.toISOString() ?? "unknown time"}  ${content}, ${bytes} bytes  ${id}`;
  });
}

async function download(operation: Operation, part: Part, version: string | undefined) {
  const { bucket, key } = stateLocation(operation.environment, part);
  const { Body, ETag } = await operation
    .client(S3Client)
    .send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
  return { ETag, text: (await Body?.transformToString()) ?? "" };
}
