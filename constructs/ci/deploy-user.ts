import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { Construct } from "constructs";

export interface DeployUserProps {
  readonly name: string;
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

const isOf =
  (service: string) =>
  ({ actions = [] }: DataAwsIamPolicyDocumentStatement) =>
    actions.some((action) => action.startsWith(`${service}:`));
const isOfEcs = isOf("ecs");
const isOfRds = isOf("rds");

/**
 * The CI identity for CI systems without OIDC: an IAM user. An operator creates its access key with
 * `aws iam create-access-key`, because a key that Terraform creates would be in the state.
 */
export class DeployUser extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: DeployUserProps) {
    super(scope, id);

    const { name, statements } = props;

    const user = new IamUser(this, "user", { name });
    const group = new IamGroup(this, "group", { name });
    new IamUserGroupMembership(this, "membership", { user: user.name, groups: [group.name] });
    // A managed policy can have 6,144 characters, and the inline policies of a group 5,120 together. The permissions of a deployment
    // exceed both (IAM User Guide, "IAM and AWS STS quotas").
    const attach = (part: string, policyName: string, statement: typeof statements) => {
      const policy = new IamPolicy(this, `${part}policy`, {
        name: policyName,
        policy: new DataAwsIamPolicyDocument(this, `${part}permissions`, { statement }).json,
      });
      new IamGroupPolicyAttachment(this, `${part}attachment`, {
        group: group.name,
        policyArn: policy.arn,
      });
    };
    attach(
      "",
      name,
      statements.filter((each) => !isOfEcs(each) && !isOfRds(each)),
    );
    attach("ecs-", `${name}-ecs`, statements.filter(isOfEcs));
    const ofRds = statements.filter(isOfRds);
    if (ofRds.length > 0) attach("rds-", `${name}-rds`, ofRds);

    this.arn = user.arn;
  }
}
