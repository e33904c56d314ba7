import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { viaService } from "../aws/conditions";

export interface FilePermissionsProps {
  readonly bucketName: string;
  readonly region: string;

  /** The KMS key of the bucket, if it is not encrypted with Amazon S3's own key. */
  readonly keyArn?: string | undefined;
}

/**
 * The permissions with which Laravel uses one bucket, directly and by presigned URLs: those that the documentation of
 * league/flysystem-aws-s3-v3 names ("AWS S3 (v3) Adapter"). It sends an ACL with each upload and reads the ACL of what it copies, also
 * where the bucket has no ACLs. Without ListBucket a missing file is reported as forbidden.
 */
export function filePermissions({ bucketName, region, keyArn }: FilePermissionsProps): Statement[] {
  const bucketArn = `arn:aws:s3:::${bucketName}`;
  return [
    { sid: "ListTheFiles", actions: ["s3:ListBucket"], resources: [bucketArn] },
    {
      sid: "UseTheFiles",
      actions: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:PutObject",
        "s3:PutObjectAcl",
      ],
      resources: [`${bucketArn}/*`],
    },
    ...(keyArn === undefined
      ? []
      : [
          {
            sid: "OpenTheFiles",
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [keyArn],
            condition: [viaService(region, "s3")],
          },
        ]),
  ];
}
