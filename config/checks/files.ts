import { bucketsOf } from "../../facts/names";
import { show } from "../messages/show";
import type { Check } from "./check";

/** A bucket that Terraform or a stack writes to has other rules, and settings that no application may change. */
const bucketIsForFiles: Check = (environment) => {
  const { files, stateBucket } = environment;
  if (files?.kind !== "existing") return undefined;
  const taken = [
    { bucket: stateBucket, holds: "the Terraform state" },
    // Its own bucket may be one that an earlier deployment created.
    ...bucketsOf(environment).filter(({ holds }) => holds !== "the files"),
  ].find(({ bucket }) => bucket === files.bucket);
  if (!taken) return undefined;
  return {
    path: "files.bucket",
    got: `${show(files.bucket)}, the bucket for ${taken.holds}`,
    allowed: "a bucket for the files of the application",
    fix: 'Name another bucket, or write files: { kind: "create" }.',
  };
};

const keyIsInTheRegion: Check = ({ files, region }) => {
  if (files?.kind !== "existing" || files.keyArn === undefined) return undefined;
  if (files.keyArn.split(":")[3] === region) return undefined;
  return {
    path: "files.keyArn",
    got: show(files.keyArn),
    allowed: `a key in ${region}, where the bucket is`,
    fix: "Write the ARN of the key that encrypts the bucket.",
  };
};

export const fileChecks = [bucketIsForFiles, keyIsInTheRegion];
