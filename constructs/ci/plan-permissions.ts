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
