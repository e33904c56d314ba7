import { isDeepStrictEqual } from "node:util";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import { isRefusedWrite } from "../../cli/refused-write";
import { withStateLock } from "./lock";
import { type CurrentState, currentState } from "./versions";

/**
 * Writes the state of a stack as the S3 backend of Terraform does. Hold its lock.
 *
 * @param etag of the state that was read: the write replaces only that one. Undefined where there was none.
 */
export async function writeState(
  operation: Operation,
  part: Part,
  { state, etag }: { state: object; etag: string | undefined },
): Promise<void> {
  const { bucket, key } = stateLocation(operation.environment, part);
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: `${JSON.stringify(state, undefined, 2)}\n`,
    ContentType: "application/json",
    // As the S3 backend writes it with `encrypt`.
    ServerSideEncryption: "AES256",
    ...(etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag }),
  });
  try {
    await operation.client(S3Client).send(put);
  } catch (error) {
    if (!isRefusedWrite(error)) throw error;
    // It is written when the response to the first try was lost, and the SDK tried again.
    if (!isDeepStrictEqual((await currentState(operation, part))?.state, state)) throw error;
  }
}

/** Replaces the state of a stack, with its lock, by what `rewritten` returns. */
export const rewriteState = (
  operation: Operation,
  part: Part,
  command: string,
  rewritten: (current: CurrentState | undefined) => object,
): Promise<void> =>
  withStateLock(operation, part, {
    command,
    work: async () => {
      const current = await currentState(operation, part);
      await writeState(operation, part, { state: rewritten(current), etag: current?.etag });
    },
  });
