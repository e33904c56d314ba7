import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { exempt } from "../../policies/exceptions";
import { tlsOnly } from "./tls-only";

export interface SecureBucketProps {
  /** Globally unique, e.g. `api-production-settings-123456789012`. */
  readonly bucketName: string;

  /**
   * After how many days objects are deleted.
   *
   * @default never
   */
  readonly expireAfterDays?: number;

  /**
   * Why `cdktf destroy` deletes the objects too.
   *
   * @default `cdktf destroy` fails for a bucket that is not empty
   */
  readonly forceDestroy?: string;

  /**
   * Whether Terraform refuses every plan that destroys or replaces the bucket.
   *
   * @default false
   */
  readonly preventDestroy?: boolean;

  /**
   * Statements of the bucket's policy, for AWS services and other accounts.
   *
   * @default none: the account's IAM policies decide who can use it
   */
  readonly statements?: (bucketArn: string) => DataAwsIamPolicyDocumentStatement[];
}

/** How long noncurrent versions of an object are kept, so that an overwrite or a deletion can be undone. `config/schema/files.ts` names it. */
const NONCURRENT_DAYS = 30;

/**
 * A private S3 bucket: no public access, no ACLs, TLS only, versioned, encrypted, with lifecycle rules for noncurrent
 * versions and incomplete uploads.
 *
 * It is encrypted with the key of Amazon S3: load balancers can write with no other, and readers need no permission to decrypt.
 * It must hold no secrets.
 */
export class SecureBucket extends Construct {
  public readonly name: string;
  public readonly arn: string;

  /** A resource that makes an AWS service write to the bucket depends on it. */
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: SecureBucketProps) {
    super(scope, id);

    const { bucketName, expireAfterDays, forceDestroy, preventDestroy, statements = () => [] } = props;

    const bucket = new S3Bucket(this, "bucket", {
      bucket: bucketName,
      forceDestroy: forceDestroy !== undefined,
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
    });
    if (forceDestroy !== undefined) exempt(bucket, "deletion-protection/force-destroy", forceDestroy);
    this.name = bucket.id;
    this.arn = bucket.arn;

    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const blocked = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle-rules", {
      bucket: bucket.id,
      rule: [
        {
          id: "sweep",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(expireAfterDays === undefined ? {} : { expiration: [{ days: expireAfterDays }] }),
        },
      ],
      dependsOn: [versioning],
    });

    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [tlsOnly("s3:*", [bucket.arn, `${bucket.arn}/*`]), ...statements(bucket.arn)],
    });
    // S3 responds with a conflict if the policy and the public access block are set at the same time.
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: policy.json,
      dependsOn: [blocked],
    });
  }
}
