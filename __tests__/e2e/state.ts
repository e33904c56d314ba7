import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import type { Part } from "../../stacks/environment-stack";
import { stateLocation } from "../../stacks/environment-stack";
import type { Sandbox } from "./sandbox";

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: unknown[];
  }[];
}

/** The number of resources per type in the state of a stack. */
export async function managedResources(
  sandbox: Sandbox,
  environment: Environment,
  part: Part,
): Promise<string[]> {
  const { bucket, key } = stateLocation(environment, part);
  try {
    const { Body } = await new S3Client(sandbox.clients).send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    const state = JSON.parse((await Body?.transformToString()) ?? "{}") as State;
    return state.resources.flatMap(({ mode, type, instances }) =>
      mode === "managed" ? instances.map(() => type) : [],
    );
  } catch (error) {
    if (error instanceof NoSuchKey) return [];
    throw error;
  }
}

/** All versions of all states, by name. */
export async function everyStateEver(
  sandbox: Sandbox,
  environment: Environment,
): Promise<Map<string, string>> {
  const s3 = new S3Client(sandbox.clients);
  const bucket = { Bucket: environment.stateBucket };
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand(bucket));
  const states = new Map<string, string>();
  for (const { Key, VersionId } of Versions) {
    const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key, VersionId }));
    states.set(
      `s3://${environment.stateBucket}/${Key}?versionId=${VersionId}`,
      (await Body?.transformToString()) ?? "",
    );
  }
  return states;
}

/** Deletes the state of a stack, as by mistake. @returns its versions, the newest first, which the bucket keeps */
export async function loseState(sandbox: Sandbox, environment: Environment, part: Part): Promise<string[]> {
  const { bucket, key } = stateLocation(environment, part);
  const s3 = new S3Client(sandbox.clients);
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  return Versions.filter(({ Key }) => Key === key).map(({ VersionId = "" }) => VersionId);
}

/** Deletes the state bucket with every version of every state. */
export async function loseBucket(sandbox: Sandbox, { stateBucket: Bucket }: Environment): Promise<void> {
  const s3 = new S3Client(sandbox.clients);
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
