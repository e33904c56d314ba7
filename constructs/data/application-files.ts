import type { TerraformStack } from "cdktf";
import type { Environment } from "../../config/environment";
import type { Names } from "../../facts/names";
import { forget } from "../aws/forget";
import { FilesBucket } from "./files-bucket";

export interface ApplicationFilesProps {
  readonly names: Names;
  readonly files: Environment["files"];

  /** The URLs of the API, e.g. `https://api.example.com`. */
  readonly urls: readonly string[];
}

/**
 * The bucket of the application's files, in the scope of the stack; undefined if the environment creates none. A bucket of an earlier
 * deployment then stays, with the files.
 */
export function applicationFiles(
  stack: TerraformStack,
  { names, files, urls }: ApplicationFilesProps,
): FilesBucket | undefined {
  const created = files?.kind === "create" ? files : undefined;
  const bucket = new FilesBucket(stack, "files", {
    bucketName: names.filesBucket.name,
    uploadOrigins: created?.uploadOrigins ?? urls,
    deletionProtection: created?.deletionProtection ?? false,
  });
  if (created) return bucket;
  forget(stack, bucket);
  return undefined;
}
