import type {
  DataAwsIamPolicyDocumentStatementCondition as Condition,
  DataAwsIamPolicyDocumentStatement as Statement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { equals, forAwsResource } from "../aws/conditions";

/**
 * What a key's policy gives AWS Backup in another account, so that it can copy snapshots there: what its service-linked role has of a key
 * ("AWS managed policies for AWS Backup": AWSBackupServiceLinkedRolePolicyForBackup).
 *
 * The role is in a condition and is not the principal: KMS refuses a policy with a principal that does not exist yet.
 *
 * @param regions of the key and of the copies. AWS does not document by which of them RDS asks for the key
 */
export function copyStatements(accountId: string, regions: readonly string[]): Statement[] {
  const byBackup = {
    test: "ArnEquals",
    variable: "aws:PrincipalArn",
    values: [`arn:aws:iam::${accountId}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`],
  };
  const viaRds = equals("kms:ViaService", ...new Set(regions.map((region) => `rds.${region}.amazonaws.com`)));
  const toAccount = (sid: string, actions: string[], ...condition: Condition[]): Statement => ({
    sid,
    principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${accountId}:root`] }],
    // In a key's policy "*" means this key.
    resources: ["*"],
    actions,
    condition: [byBackup, ...condition],
  });
  return [
    toAccount("FindTheKeyFromTheAccountOfTheCopies", ["kms:DescribeKey"]),
    toAccount(
      "CopyIntoTheAccountOfTheCopies",
      ["kms:GenerateDataKeyWithoutPlaintext", "kms:ListGrants", "kms:ReEncryptFrom"],
      viaRds,
    ),
    toAccount("LetRdsKeepCopying", ["kms:CreateGrant"], viaRds, forAwsResource),
  ];
}
