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
    // A managed policy can have 6,144 characters. The inline policies of a group can have 5,120, which the permissions of a
    // deployment exceed (IAM User Guide, "IAM and AWS STS quotas").
    const policy = new IamPolicy(this, "policy", {
      name,
      policy: new DataAwsIamPolicyDocument(this, "permissions", { statement: statements }).json,
    });
    new IamGroupPolicyAttachment(this, "attachment", { group: group.name, policyArn: policy.arn });

    this.arn = user.arn;
  }
}
