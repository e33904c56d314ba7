import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface RoleProps {
  readonly name: string;
  readonly description: string;

  /** Who may assume it. */
  readonly trust: DataAwsIamPolicyDocumentStatement;

  /** What it may do. With none it may do nothing. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * An IAM role with one policy of its own: what it may do stands beside what needs it, and goes with it.
 *
 * A reference to the role does not wait for its policy: Terraform would create a service before its role may pull images,
 * and delete the policy while the service's tasks still drain. Every resource that makes AWS use the role therefore
 * depends on `permissions` (the rule `hidden-dependencies`).
 */
export class Role extends Construct {
  public readonly arn: string;
  public readonly name: string;

  /** What a user of the role depends on: its policy, or nothing if the role may do nothing. */
  public readonly permissions: readonly ITerraformDependable[];

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
    this.permissions =
      statements.length === 0
        ? []
        : [
            new IamRolePolicy(this, "policy", {
              name,
              role: role.id,
              policy: new DataAwsIamPolicyDocument(this, "permissions", { statement: statements }).json,
            }),
          ];
  }
}

/**
 * Trust in one AWS service, acting for this account only (IAM User Guide, "The confused deputy problem").
 *
 * @param sourceArn the resource on whose behalf it acts, where the service's guide says what it sends
 */
export function trustService(
  service: string,
  accountId: string,
  sourceArn?: string,
): DataAwsIamPolicyDocumentStatement {
  const equals = (variable: string, value: string) => ({ test: "StringEquals", variable, values: [value] });
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "Service", identifiers: [service] }],
    condition: [
      equals("aws:SourceAccount", accountId),
      ...(sourceArn === undefined ? [] : [equals("aws:SourceArn", sourceArn)]),
    ],
  };
}
