import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { DESCRIBE_ACTIONS } from "./describe-actions";

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
 * The permissions of a plan: read the state and describe resources, and decrypt nothing. They are enough to refresh the service
 * stack. The base stack is planned with `-refresh=false`, because refreshing a SecureString requires decrypting it.
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
        "Most describe actions have no resource, and a plan also describes resources that do not exist yet.",
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
      // The statement denies, so it must cover every resource.
      resources: ["*"],
    },
  ];
}
