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

/**
 * The first article's CI identity, for CI systems without OIDC. Its access key is made by hand
 * (`aws iam create-access-key`): made by Terraform it would stand in the state.
 */
export class DeployUser extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: DeployUserProps) {
    super(scope, id);

    const { name, statements } = props;

    const user = new IamUser(this, "user", { name });
    const group = new IamGroup(this, "group", { name });
    new IamUserGroupMembership(this, "membership", { user: user.name, groups: [group.name] });
    // A managed policy holds 6,144 characters, the inline policies of a group 5,120, which a deploy's rights pass (IAM User
    // Guide, "IAM and AWS STS quotas").
    const policy = new IamPolicy(this, "policy", {
      name,
      policy: new DataAwsIamPolicyDocument(this, "permissions", { statement: statements }).json,
    });
    new IamGroupPolicyAttachment(this, "attachment", { group: group.name, policyArn: policy.arn });

    this.arn = user.arn;
  }
}
