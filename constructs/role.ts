import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

export interface RoleProps {
  readonly name: string;
  readonly description: string;

  /** Who may assume it. */
  readonly trust: DataAwsIamPolicyDocumentStatement;

  /** What it may do. With none it may do nothing. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/** An IAM role with one policy of its own: what it may do stands beside what needs it, and goes with it. */
export class Role extends Construct {
  public readonly arn: string;
  public readonly name: string;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);

    const { name, description, trust, statements } = props;

    const role = new IamRole(this, "role", {
      name,
      description,
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, "trust", { statement: [trust] }).json,
    });
    this.arn = role.arn;
    this.name = role.name;
    if (statements.length === 0) return;

    const policy = new IamRolePolicy(this, "policy", {
      name,
      role: role.id,
      policy: new DataAwsIamPolicyDocument(this, "permissions", { statement: statements }).json,
    });
    // Whoever uses the role by this name waits until it may do its work.
    this.name = policy.role;
  }
}

/** Trust in one AWS service, acting for this account only (IAM User Guide, "The confused deputy problem"). */
export function trustService(service: string, accountId: string): DataAwsIamPolicyDocumentStatement {
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "Service", identifiers: [service] }],
    condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],
  };
}
