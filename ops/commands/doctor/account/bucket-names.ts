import type { Found } from "../../../../config/messages/problem";
import { problemsIn } from "../../../../config/messages/problem";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";
import { findBucket } from "./find-bucket";

/**
 * All AWS accounts and regions share one set of bucket names. A bucket of this account in the environment's region is
 * fine: a deploy created it.
 */
export const bucketNames: AccountCheck = {
  subject: "the names of the buckets",
  reads: ["s3:ListBucket"],
  look: async (operation) => {
    const { names, environment } = operation;
    const buckets = [
      names.settingsBucket.name,
      ...(environment.loadBalancer.accessLogs ? [names.accessLogsBucket.name] : []),
      ...(environment.files?.kind === "create" ? [names.filesBucket.name] : []),
    ];
    const problems = await Promise.all([
      ...buckets.map((bucket) => problemsWith(operation, bucket)),
      problemsWithUsed(operation),
    ]);
    return {
      seen: [...buckets, ...usedBucket(environment)].join(", "),
      problems: problems.flatMap(problemsIn),
    };
  },
};

async function problemsWith(operation: Operation, bucket: string): Promise<Found> {
  const { environment } = operation;
  const found = await findBucket(operation, bucket);
  switch (found.kind) {
    case "denied":
      return {
        path: "application, environment",
        got: `"${environment.name}", but the bucket ${bucket} belongs to another account, or your credentials lack s3:ListBucket on it`,
        allowed: "names that no other account has a bucket of",
        fix: "Rename the application or the environment.",
      };
    case "elsewhere":
      return {
        path: "application, environment, region",
        got: `"${environment.name}" in ${environment.region}, but the bucket ${bucket} is in ${found.region}`,
        allowed: `names that no account has a bucket of outside ${environment.region}`,
        fix: "Rename the application or the environment. If the bucket is this environment's own, correct the region instead.",
      };
    default:
      return undefined;
  }
}

const usedBucket = ({ files }: Operation["environment"]) =>
  files?.kind === "existing" ? [files.bucket] : [];

/**
 * The bucket of `files.kind: "existing"`. Of another account it would refuse uploads, because flysystem sends an ACL
 * (thephpleague/flysystem#1874).
 */
async function problemsWithUsed(operation: Operation): Promise<Found> {
  const { environment } = operation;
  const [bucket] = usedBucket(environment);
  if (bucket === undefined) return undefined;
  const found = await findBucket(operation, bucket);
  if (found.kind === "own") return undefined;
  const got = {
    none: "which does not exist",
    denied: "which belongs to another account, or your credentials lack s3:ListBucket on it",
    elsewhere: `which is in ${found.kind === "elsewhere" ? found.region : ""}`,
  }[found.kind];
  return {
    path: "files.bucket",
    got: `"${bucket}", ${got}`,
    allowed: `a bucket of account ${environment.accountId} in ${environment.region}`,
    fix: 'Name such a bucket, or write files: { kind: "create" }.',
  };
}
