import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { DEPLOYED_TAG_PREFIX, type Image, type Names, NO_IMAGE } from "../../facts/names";
import type { EncryptionKey } from "../data/encryption-key";
import { exempt } from "../../policies/exceptions";

/** Pushing and describing images (Amazon ECR User Guide, "IAM permissions for pushing an image"). */
export const PUSH_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** Pulling images (same guide, "Using Amazon ECR images with Amazon ECS"). */
export const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

const expire = (
  rulePriority: number,
  description: string,
  selection: {
    tagStatus: string;
    tagPrefixList?: string[];
    countType: string;
    countNumber: number;
    countUnit?: string;
  },
) => ({ rulePriority, description, selection, action: { type: "expire" } });

/**
 * Which images are expired. A rule that only counts images would expire the running one as soon as enough others were
 * pushed. The rule for deployed images prevents that: ECR applies no later rule to an image that it matches.
 *
 * The manifests of an index have no tags, and so match the first rule only. While the index is there, ECR deletes none of them
 * (Amazon ECR API Reference, ImageFailure: `ImageReferencedByManifestList`); after it, the first rule does.
 */
const LIFECYCLE = {
  rules: [
    expire(1, "untagged images", {
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: 7,
    }),
    expire(2, "all but the newest 50 deployed images; the running one is among these", {
      tagStatus: "tagged",
      tagPrefixList: [DEPLOYED_TAG_PREFIX],
      countType: "imageCountMoreThan",
      countNumber: 50,
    }),
    expire(3, "images that were pushed but never deployed", {
      tagStatus: "any",
      countType: "imageCountMoreThan",
      countNumber: 500,
    }),
  ],
};

export interface ImageRepositoryProps {
  /** E.g. `api-production/app`. */
  readonly name: string;

  /** The SSM parameter that holds the tag that runs, e.g. `/api-production/image/app`. */
  readonly parameterName: string;
  readonly key: EncryptionKey;

  /** The CI identity that pushes. */
  readonly pushedBy: string;

  /** Whether `cdktf destroy` deletes the images too. If not, it fails for a repository that is not empty. */
  readonly forceDelete: boolean;
}

/**
 * The ECR repository of one image, and the SSM parameter that is the only source of the tag that runs.
 *
 * Terraform creates the parameter and then ignores its value. The deploy command writes it and the service stack reads it,
 * so neither reverts the other.
 */
export class ImageRepository extends Construct {
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);

    const { name, parameterName, key, pushedBy, forceDelete } = props;

    const repository = new EcrRepository(this, "repository", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      forceDelete,
    });
    if (forceDelete) {
      exempt(
        repository,
        "deletion-protection/force-delete",
        "The environment is not production; its images can be built again.",
      );
    }
    new EcrLifecyclePolicy(this, "lifecycle-policy", {
      repository: repository.name,
      policy: JSON.stringify(LIFECYCLE),
    });
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        { sid: "Push", principals: [{ type: "AWS", identifiers: [pushedBy] }], actions: PUSH_ACTIONS },
      ],
    });
    new EcrRepositoryPolicy(this, "policy", { repository: repository.name, policy: policy.json });

    new SsmParameter(this, "tag", {
      name: parameterName,
      description: "The image tag that runs. Written by the deploy command.",
      type: "String",
      value: NO_IMAGE,
      lifecycle: { ignoreChanges: ["value"] },
    });

    this.url = repository.repositoryUrl;
  }
}

/** The repository of each image, in the scope of the stack. */
export function imageRepositories(
  scope: Construct,
  { names, ...props }: Omit<ImageRepositoryProps, "name" | "parameterName"> & { readonly names: Names },
): Record<Image, ImageRepository> {
  const repository = (image: Image) =>
    new ImageRepository(scope, `${image}-image`, {
      ...props,
      name: names.repository(image).name,
      parameterName: names.imageParameter(image).name,
    });
  return { app: repository("app"), nginx: repository("nginx") };
}
