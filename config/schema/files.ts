import { z } from "zod";

const origin = z
  .string()
  .max(255)
  .regex(
    /^https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
    "an origin as browsers send it: scheme and host without a path, e.g. https://www.example.com",
  );

const newBucket = z.strictObject({
  kind: z
    .literal("create")
    .describe(
      "A private bucket, <application>-<environment>-files-<accountId>. Deleted and overwritten files can be restored for 30 days.",
    ),
  uploadOrigins: z
    .array(origin)
    .max(100)
    .optional()
    .describe(
      "The web pages that may upload and read files directly, by presigned URLs (CORS). Default: the API's own names.",
    ),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe("Whether `cdktf destroy` refuses to delete the bucket. With false it deletes every file too."),
});

const existingBucket = z.strictObject({
  kind: z
    .literal("existing")
    .describe("The bucket is managed elsewhere. Only the rights and the settings of the application follow."),
  bucket: z
    .string()
    .regex(
      /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
    )
    .describe("A bucket of the same account and region."),
  keyArn: z
    .string()
    .regex(
      /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
      "the ARN of a KMS key, like arn:aws:kms:<region>:<accountId>:key/<id>",
    )
    .optional()
    .describe("The KMS key that encrypts the bucket. Default: none, Amazon S3's own key."),
});

/** Where the application keeps its files. */
export const files = z.discriminatedUnion("kind", [newBucket, existingBucket]);
