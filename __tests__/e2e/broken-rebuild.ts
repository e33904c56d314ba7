import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import { eventually } from "../../local/processes";
import type { Part } from "../../stacks/environment-stack";
import { stateLocation } from "../../stacks/environment-stack";
import type { Sandbox } from "./sandbox";

const SECONDS = 240;

/** What the lock of a state is for; undefined while it is not locked. */
export async function lockedFor(
  sandbox: Sandbox,
  environment: Environment,
  part: Part,
): Promise<string | undefined> {
  const { bucket, key } = stateLocation(environment, part);
  try {
    const { Body } = await new S3Client(sandbox.clients).send(
      new GetObjectCommand({ Bucket: bucket, Key: `${key}.tflock` }),
    );
    return (JSON.parse((await Body?.transformToString()) ?? "{}") as { Operation: string }).Operation;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Ends a command and its Terraform with SIGKILL, as soon as something is true. */
export async function killedWhen(
  sandbox: Sandbox,
  args: readonly string[],
  isTrue: () => Promise<boolean>,
): Promise<void> {
  let pid = 0;
  const running = sandbox.ops(args, { onStart: (started) => (pid = started) });
  const isInTime = await eventually(isTrue, SECONDS);
  process.kill(-pid, "SIGKILL");
  const { code, output } = await running;
  if (!isInTime || code !== 128) throw new Error(`${args.join(" ")} ended with ${code}:\n${output}`);
}
