import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { GITHUB_HOST, IMAGES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { refreshPermissions } from "./refresh-permissions";

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

  /** The KMS key of the environment. */
  readonly keyArn: string;
}

/**
 * The permissions of a plan: read the state, refresh the service stack, look up what both stacks refer to, and decrypt nothing.
 * The base stack is planned with `-refresh=false`, because refreshing a SecureString requires decrypting it. Its resources
 * therefore need no permission, and its data sources do.
 *
 * Code of any branch runs with them. A test compares them with the calls of a real plan, action by action.
 */
export function planPermissions({ names, region, state, keyArn }: PlanPermissionsProps): Statement[] {
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
    ...refreshPermissions(names),
    ...lookUpPermissions(),
    // For the workflow `drift`: whether the key is enabled. No plan needs it.
    { sid: "SeeTheStateOfTheKey", actions: ["kms:DescribeKey"], resources: [keyArn] },
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

/** Data sources of the base stack, and the import of an existing network, which is read even without a refresh. */
function lookUpPermissions(): Statement[] {
  return [
    {
      sid: "LookUpTheDomain",
      actions: ["route53:GetHostedZone", "route53:ListTagsForResource"],
      resources: anyResource("Route 53 makes up the id. A zone and its tags are not secret.", [
        "arn:aws:route53:::hostedzone/*",
      ]),
    },
    {
      sid: "LookUpTheCertificate",
      actions: ["acm:DescribeCertificate", "acm:GetCertificate", "acm:ListTagsForCertificate"],
      resources: anyResource(
        "ACM makes up the id. A certificate is public; its private key cannot be read.",
        ["arn:aws:acm:*:*:certificate/*"],
      ),
    },
    {
      sid: "LookUpTheIdentityProvider",
      actions: ["iam:GetOpenIDConnectProvider"],
      resources: [`arn:aws:iam::*:oidc-provider/${GITHUB_HOST}`],
    },
    {
      sid: "LookUp",
      actions: [
        "acm:ListCertificates",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcs",
        "iam:ListOpenIDConnectProviders",
        "route53:ListHostedZones",
        "route53:ListHostedZonesByName",
      ],
      resources: anyResource(
        "Lists have no resource (Service Authorization Reference). The ids of a network to import are not known in advance.",
      ),
    },
  ];
}
