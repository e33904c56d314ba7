import { HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import type { Problem } from "../../../config/messages/problem";
import type { Operation } from "../../cli/operation";
import type { AccountCheck } from "./account-check";

/** What S3 says about a name that the environment cannot use. */
type Finding = { readonly kind: "denied" } | { readonly kind: "elsewhere"; readonly region: string };

/**
 * All AWS accounts and regions share one set of bucket names. A bucket of this account in the environment's region is
 * fine: a deploy created it. The bucket of the state is checked by `ops bootstrap`, which creates it.
 */
export const bucketNames: AccountCheck = {
  subject: "the names of the buckets",
  reads: ["s3:ListBucket"],
  look: async (operation) => {
    const { names, environment } = operation;
    const buckets = [
      names.settingsBucket.name,
      ...(environment.loadBalancer.accessLogs ? [names.accessLogsBucket.name] : []),
    ];
    const problems = await Promise.all(
      buckets.map(async (bucket) => {
        const finding = await lookAt(operation, bucket);
        return finding ? [problemOf(operation, bucket, finding)] : [];
      }),
    );
    return { problems: problems.flat() };
  },
};

function problemOf({ environment }: Operation, bucket: string, finding: Finding): Problem {
  if (finding.kind === "denied") {
    return {
      path: "application, environment",
      got: `"${environment.name}", but the bucket ${bucket} belongs to another account, or your credentials lack s3:ListBucket on it`,
      allowed: "names that no other account has a bucket of",
      fix: "Rename the application or the environment.",
    };
  }
  return {
    path: "application, environment, region",
    got: `"${environment.name}" in ${environment.region}, but the bucket ${bucket} is in ${finding.region}`,
    allowed: `names that no account has a bucket of outside ${environment.region}`,
    fix: "Rename the application or the environment. If the bucket is this environment's own, correct the region instead.",
  };
}

/**
 * S3 names the region of a bucket in `x-amz-bucket-region`, also with a redirect (301) or a refused signature (400) of
 * another region ("HeadBucket", Amazon S3 API Reference).
 */
async function lookAt(operation: Operation, bucket: string): Promise<Finding | undefined> {
  const { accountId, region } = operation.environment;
  const elsewhere = (actual: string | undefined): Finding | undefined =>
    actual === undefined || actual === region ? undefined : { kind: "elsewhere", region: actual };
  try {
    const { BucketRegion } = await operation
      .client(S3Client)
      .send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
    return elsewhere(BucketRegion);
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode;
    if (status === 404) return undefined;
    if (status === 403) return { kind: "denied" };
    const headers = (error.$response?.headers ?? {}) as Readonly<Record<string, string>>;
    const actual = headers["x-amz-bucket-region"] ?? (status === 301 ? "another region" : undefined);
    const finding = elsewhere(actual);
    if (finding === undefined) throw error;
    return finding;
  }
}
