import { HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import type { Operation } from "../../../cli/operation";

/** What S3 says about a name. `own` is a bucket of the environment's account in its region. */
export type Found =
  { readonly kind: "none" | "own" | "denied" } | { readonly kind: "elsewhere"; readonly region: string };

/**
 * Looks a bucket up by its name.
 *
 * S3 names the region of a bucket in `x-amz-bucket-region`, also with a redirect (301) or a refused signature (400) of
 * another region ("HeadBucket", Amazon S3 API Reference).
 */
export async function findBucket(operation: Operation, bucket: string): Promise<Found> {
  const { accountId, region } = operation.environment;
  try {
    const { BucketRegion = region } = await operation
      .client(S3Client)
      .send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
    return BucketRegion === region ? { kind: "own" } : { kind: "elsewhere", region: BucketRegion };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode;
    if (status === 404) return { kind: "none" };
    if (status === 403) return { kind: "denied" };
    const headers = (error.$response?.headers ?? {}) as Readonly<Record<string, string>>;
    const actual = headers["x-amz-bucket-region"] ?? (status === 301 ? "another region" : region);
    if (actual === region) throw error;
    return { kind: "elsewhere", region: actual };
  }
}
