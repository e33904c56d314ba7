import { HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import type { Operation } from "../../cli/operation";
import type { AccountCheck } from "./account-check";

/** All AWS accounts share one set of bucket names. A bucket of this account is fine: a deploy has made it. */
export const bucketNames: AccountCheck = {
  subject: "the names of the buckets",
  reads: ["s3:ListBucket"],
  look: async (operation) => {
    const { names, environment } = operation;
    const buckets = [
      names.settingsBucket.name,
      ...(environment.loadBalancer.accessLogs ? [names.accessLogsBucket.name] : []),
    ];
    const taken = await Promise.all(buckets.map((bucket) => isTaken(operation, bucket)));
    return {
      problems: buckets
        .filter((_bucket, index) => taken[index])
        .map((bucket) => ({
          path: "application, environment",
          got: `"${environment.name}", but the bucket ${bucket} belongs to another account, or your credentials lack s3:ListBucket on it`,
          allowed: "names that no other account has a bucket of",
          fix: "Rename the application or the environment.",
        })),
    };
  },
};

async function isTaken(operation: Operation, bucket: string): Promise<boolean> {
  try {
    const { accountId } = operation.environment;
    await operation
      .client(S3Client)
      .send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
    return false;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode;
    if (status === 403) return true;
    // 301: in another region. Whose it is, S3 does not say there; the state bucket's own region is checked apart.
    if (status === 404 || status === 301) return false;
    throw error;
  }
}
