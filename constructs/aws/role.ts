import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { equals } from "./conditions";

export interface RoleProps {
  readonly name: string;
  readonly description: string;

  /** The principals that can assume it. */
  readonly trust: DataAwsIamPolicyDocumentStatement;

  /** How long a session may last. @default an hour, as AWS's */
  readonly maxSessionSeconds?: number;

  /** Its permissions. Without any it has no policy. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * An IAM role with one inline policy. Its statements are next to the code that needs them.
 *
 * A reference to the role does not wait for its policy. Terraform would create a service before its role can pull images,
 * and delete the policy while the service's tasks still drain. Every resource that makes AWS use the role therefore
 * depends on `permissions` (the policy `hidden-dependencies`).
 */
export class Role extends Construct {
  public readonly arn: string;
  public readonly name: string;

  /** The policy, which every user of the role depends on. Empty if the role has no permissions. */
  public readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);

    const { name, description, trust, statements, maxSessionSeconds } = props;

    const role = new IamRole(this, "role", {
      name,
      description,
      ...(maxSessionSeconds === undefined ? {} : { maxSessionDuration: maxSessionSeconds }),
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
 * @param sourceArn the resource for which the service acts, if the service's guide documents what it sends
 */
export function trustService(
  service: string,
  accountId: string,
  sourceArn?: string,
): DataAwsIamPolicyDocumentStatement {
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "Service", identifiers: [service] }],
    condition: [
      equals("aws:SourceAccount", accountId),
      ...(sourceArn === undefined ? [] : [equals("aws:SourceArn", sourceArn)]),
    ],
  };
}
