/** The maximum size of a policy. IAM counts characters other than white space, other services count bytes. */
export interface PolicyLimit {
  readonly type: string;
  readonly argument: string;
  readonly maximum: number;

  /** The argument with the principal, if the policies of one principal are counted together. */
  readonly per?: string;
  readonly document: string;
}

const IAM_QUOTAS = "IAM and AWS STS quotas, AWS IAM User Guide";

export const POLICY_LIMITS: readonly PolicyLimit[] = [
  {
    type: "aws_iam_role_policy",
    argument: "policy",
    per: "role",
    maximum: 10_240,
    document: IAM_QUOTAS,
  },
  {
    type: "aws_iam_group_policy",
    argument: "policy",
    per: "group",
    maximum: 5_120,
    document: IAM_QUOTAS,
  },
  {
    type: "aws_iam_user_policy",
    argument: "policy",
    per: "user",
    maximum: 2_048,
    document: IAM_QUOTAS,
  },
  { type: "aws_iam_policy", argument: "policy", maximum: 6_144, document: IAM_QUOTAS },
  { type: "aws_iam_role", argument: "assume_role_policy", maximum: 2_048, document: IAM_QUOTAS },
  {
    type: "aws_s3_bucket_policy",
    argument: "policy",
    maximum: 20_480,
    document: "Bucket policies, Amazon S3 User Guide",
  },
  {
    type: "aws_kms_key",
    argument: "policy",
    maximum: 32_768,
    document: "Resource quotas, AWS KMS Developer Guide",
  },
  {
    type: "aws_sns_topic_policy",
    argument: "policy",
    maximum: 30_720,
    document: "Amazon SNS API permissions: Actions and resources reference, Amazon SNS Developer Guide",
  },
  {
    type: "aws_sqs_queue_policy",
    argument: "policy",
    maximum: 8_192,
    document: "Amazon SQS policy quotas, Amazon SQS Developer Guide",
  },
  {
    type: "aws_ecr_repository_policy",
    argument: "policy",
    maximum: 10_240,
    document: "SetRepositoryPolicy, Amazon ECR API Reference",
  },
];
