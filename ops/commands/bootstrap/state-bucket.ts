import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import type { Environment } from "../../../config/environment";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { findBucket } from "../doctor/account/find-bucket";

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
  const made = await makeBucket(operation, s3);
  await shapeBucket(s3, environment);
  return made;
}

async function makeBucket(operation: Operation, s3: S3Client): Promise<boolean> {
  const { stateBucket, region } = operation.environment;
  // `ops doctor` has refused the bucket of another account or region.
  if ((await findBucket(operation, stateBucket)).kind !== "none") return false;

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
    if (error instanceof BucketAlreadyExists) throw foreign(operation.environment);
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

const foreign = ({ environment, stateBucket, accountId }: Environment) =>
  new Refusal(
    `The bucket ${stateBucket} does not belong to account ${accountId}: another account has created it since it was looked up.\n` +
      `Fix: Set stateBucket in environments/${environment}.ts to another name.`,
  );
