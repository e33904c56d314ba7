import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import type { Environment } from "../../../config/environment";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";

/** Older states are kept for three months, to return to after a mistake. */
const NONCURRENT_DAYS = 90;
const INCOMPLETE_UPLOAD_DAYS = 7;

/** CreateBucket accepts no LocationConstraint for this region. */
const UNNAMED_REGION = "us-east-1";

/**
 * Creates the bucket of the Terraform state, or configures an existing one. Running it again changes nothing.
 *
 * Terraform cannot create it, because Terraform's own state is in it.
 *
 * @returns whether it was created now
 */
export async function ensureStateBucket(operation: Operation): Promise<boolean> {
  const { environment } = operation;
  const s3 = operation.client(S3Client);
  const made = await makeBucket(s3, environment);
  await shapeBucket(s3, environment);
  return made;
}

async function makeBucket(s3: S3Client, environment: Environment): Promise<boolean> {
  const { stateBucket, accountId, region } = environment;
  try {
    const head = await s3.send(
      new HeadBucketCommand({ Bucket: stateBucket, ExpectedBucketOwner: accountId }),
    );
    if (head.BucketRegion && head.BucketRegion !== region) throw elsewhere(environment, head.BucketRegion);
    return false;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const { httpStatusCode, httpHeaders } = responseOf(error);
    if (httpStatusCode === 301) throw elsewhere(environment, httpHeaders["x-amz-bucket-region"] ?? "another");
    if (httpStatusCode === 403) throw foreign(environment);
    if (httpStatusCode !== 404) throw error;
  }

  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucket,
        ObjectOwnership: "BucketOwnerEnforced",
        ...(region === UNNAMED_REGION
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof BucketAlreadyOwnedByYou) return false;
    if (error instanceof BucketAlreadyExists) throw foreign(environment);
    throw error;
  }
}

async function shapeBucket(s3: S3Client, { stateBucket, accountId }: Environment): Promise<void> {
  const bucket = { Bucket: stateBucket, ExpectedBucketOwner: accountId };

  await s3.send(
    new PutPublicAccessBlockCommand({
      ...bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      ...bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      ...bucket,
      ServerSideEncryptionConfiguration: {
        // S3's own key: the environment's key is itself described by this state.
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  await s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: JSON.stringify(tlsOnly(stateBucket)) }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      ...bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "old-states",
            Status: "Enabled",
            Filter: { Prefix: "" },
            NoncurrentVersionExpiration: { NoncurrentDays: NONCURRENT_DAYS },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: INCOMPLETE_UPLOAD_DAYS },
          },
        ],
      },
    }),
  );
}

const tlsOnly = (bucket: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

function responseOf(error: S3ServiceException) {
  const headers = (error.$response?.headers ?? {}) as Record<string, string>;
  return { httpStatusCode: error.$metadata.httpStatusCode, httpHeaders: headers };
}

const foreign = ({ environment, stateBucket, accountId }: Environment) =>
  new Refusal(
    `The bucket ${stateBucket} does not belong to account ${accountId}, or your credentials lack s3:ListBucket on it. ` +
      "All AWS accounts share one set of bucket names.\n" +
      `Fix: Set stateBucket in environments/${environment}.ts to another name, or get s3:ListBucket on this bucket.`,
  );

const elsewhere = ({ environment, stateBucket, region }: Environment, actual: string) =>
  new Refusal(
    `The bucket ${stateBucket} is in ${actual}, but the environment is in ${region}.\n` +
      `Fix: Set stateBucket in environments/${environment}.ts to another name.`,
  );
