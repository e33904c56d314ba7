import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";

/**
 * Reading the description of what the two stacks make. None of these actions returns the content of anything, but the
 * code of the notifier, which is no secret.
 */
const DESCRIBE_ACTIONS = [
  "acm:DescribeCertificate",
  "acm:GetCertificate",
  "acm:ListCertificates",
  "acm:ListTagsForCertificate",
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScalingPolicies",
  "application-autoscaling:ListTagsForResource",
  "autoscaling:Describe*",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetDashboard",
  "cloudwatch:ListTagsForResource",
  "ec2:Describe*",
  "ecr:DescribeRepositories",
  "ecr:GetLifecyclePolicy",
  "ecr:GetRepositoryPolicy",
  "ecr:ListTagsForResource",
  "ecs:Describe*",
  "ecs:List*",
  "elasticloadbalancing:Describe*",
  "events:DescribeRule",
  "events:ListTagsForResource",
  "events:ListTargetsByRule",
  "iam:GetGroup",
  "iam:GetGroupPolicy",
  "iam:GetInstanceProfile",
  "iam:GetOpenIDConnectProvider",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:GetUser",
  "iam:ListAttachedRolePolicies",
  "iam:ListGroupsForUser",
  "iam:ListOpenIDConnectProviders",
  "iam:ListRolePolicies",
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListResourceTags",
  "lambda:GetFunction",
  "lambda:GetFunctionCodeSigningConfig",
  // Of a function with a published version (terraform-provider-aws, CHANGELOG, 6.9.0).
  "lambda:GetFunctionConcurrency",
  "lambda:GetFunctionEventInvokeConfig",
  "lambda:GetPolicy",
  "lambda:ListVersionsByFunction",
  "logs:DescribeLogGroups",
  "logs:DescribeMetricFilters",
  "logs:ListTagsForResource",
  "rds:DescribeDBInstances",
  "rds:DescribeDBParameterGroups",
  "rds:DescribeDBParameters",
  "rds:DescribeDBSubnetGroups",
  "rds:ListTagsForResource",
  "route53:GetChange",
  "route53:GetHostedZone",
  "route53:ListHostedZones",
  "route53:ListHostedZonesByName",
  "route53:ListResourceRecordSets",
  "route53:ListTagsForResource",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:GetBucketPolicy",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  // A bucket's tags, with GetBucketTagging as the fallback (terraform-provider-aws, CHANGELOG, 6.23.0).
  "s3:ListTagsForResource",
  "scheduler:GetSchedule",
  "scheduler:ListTagsForResource",
  "sns:GetSubscriptionAttributes",
  "sns:GetTopicAttributes",
  "sns:ListTagsForResource",
  "sqs:GetQueueAttributes",
  "sqs:ListQueueTags",
  "ssm:DescribeParameters",
  "ssm:ListTagsForResource",
];

/** Where an environment's Terraform state is: the bucket, and the folder of its two stacks. */
export interface StateLocation {
  readonly bucket: string;

  /** E.g. `api/production`. */
  readonly folder: string;
}

export interface PlanPermissionsProps {
  readonly names: Names;
  readonly region: string;
  readonly state: StateLocation;
}

/**
 * What planning may do: read the state and describe, and decrypt nothing. The service stack can be refreshed with it; the
 * base stack is planned with `-refresh=false`, as a refresh of a SecureString asks to decrypt it.
 */
export function planPermissions({
  names,
  region,
  state,
}: PlanPermissionsProps): DataAwsIamPolicyDocumentStatement[] {
  const bucket = `arn:aws:s3:::${state.bucket}`;

  return [
    { sid: "FindTheState", actions: ["s3:ListBucket"], resources: [bucket] },
    {
      sid: "ReadTheState",
      actions: ["s3:GetObject"],
      resources: [`${bucket}/${state.folder}/*`],
    },
    {
      sid: "ReadTheSettings",
      actions: ["s3:ListBucket", "s3:GetObject", "s3:GetObjectTagging"],
      resources: [names.settingsBucket.arn, `${names.settingsBucket.arn}/*`],
    },
    {
      sid: "ReadPublicParametersAndImageTags",
      actions: ["ssm:GetParameter"],
      resources: [
        `arn:aws:ssm:${region}::parameter/aws/service/ecs/optimized-ami/*`,
        ...IMAGES.map((image) => names.imageParameter(image).arn),
      ],
    },
    {
      sid: "Describe",
      actions: DESCRIBE_ACTIONS,
      resources: anyResource(
        "Most describing actions have no resource, and a plan looks at what does not exist yet.",
      ),
    },
    {
      sid: "DecryptNothing",
      effect: "Deny",
      actions: [
        "kms:Decrypt",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
      ],
      // A denial is meant for everything.
      resources: ["*"],
    },
  ];
}
