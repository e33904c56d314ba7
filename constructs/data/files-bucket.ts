import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { Construct } from "constructs";
import { SecureBucket } from "../aws/secure-bucket";

export interface FilesBucketProps {
  /** Globally unique, e.g. `api-production-files-123456789012`. */
  readonly bucketName: string;

  /** The web pages that may use presigned URLs, e.g. `https://www.example.com`. */
  readonly uploadOrigins: readonly string[];

  /** Whether Terraform refuses to destroy the bucket. If not, it deletes the files with it. */
  readonly deletionProtection: boolean;
}

/** How long the answer of a preflight request is kept by browsers: one hour. Chromium keeps none longer than two. */
const PREFLIGHT_SECONDS = 3_600;

/**
 * The files of the application: a private, versioned bucket. Browsers upload to it and read from it by presigned URLs, which
 * have the rights of the task role.
 */
export class FilesBucket extends Construct {
  public readonly name: string;
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: FilesBucketProps) {
    super(scope, id);

    const { bucketName, uploadOrigins, deletionProtection } = props;

    const bucket = new SecureBucket(this, "bucket", {
      bucketName,
      preventDestroy: deletionProtection,
      ...(deletionProtection
        ? {}
        : { forceDestroy: "The environment sets files.deletionProtection to false." }),
    });
    this.name = bucket.name;
    this.arn = bucket.arn;

    if (uploadOrigins.length === 0) return;
    new S3BucketCorsConfiguration(this, "cors", {
      bucket: bucket.name,
      corsRule: [
        {
          allowedOrigins: [...uploadOrigins],
          allowedMethods: ["GET", "HEAD", "POST", "PUT"],
          allowedHeaders: ["*"],
          // A multipart upload ends with the ETag of each part.
          exposeHeaders: ["ETag"],
          maxAgeSeconds: PREFLIGHT_SECONDS,
        },
      ],
    });
  }
}
