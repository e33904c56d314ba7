import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { forAwsResource, viaService } from "../aws/conditions";

export interface BackupPermissionsProps {
  readonly names: Names;
  readonly region: string;

  /** The key of the database and of the vault. */
  readonly keyArn: string;

  /** Of the bucket with the files, if it is backed up. */
  readonly bucketArn: string | undefined;

  /** Where the copies are. The key of a vault in another account belongs to that account. */
  readonly copies: {
    readonly region: string;
    readonly account?: string | undefined;
    readonly keyArn: string | undefined;
  };
}

/**
 * The permissions with which AWS Backup takes backups of this database and this bucket, copies them into the vault of another region
 * or account, and deletes what expires: those of its managed policies (AWSBackupServiceRolePolicyForBackup, -ForS3Backup), for these
 * resources. In another account the role only has the vault: AWS Backup's service-linked role of that account makes the copies.
 */
export function backupPermissions(props: BackupPermissionsProps): Statement[] {
  return [
    ...databaseStatements(props),
    ...vaultStatements(props),
    ...keyStatements(props),
    ...(props.bucketArn === undefined ? [] : bucketStatements(props.bucketArn, props.names)),
  ];
}

function databaseStatements({ names, copies }: BackupPermissionsProps): Statement[] {
  const database = names.database.arn;
  return [
    {
      sid: "LookAtTheDatabase",
      actions: ["rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:ListTagsForResource"],
      resources: [database],
    },
    {
      sid: "BackUpTheDatabase",
      actions: ["rds:CreateDBSnapshot"],
      resources: [database, names.anyBackupSnapshotArn()],
    },
    {
      sid: "HandleItsSnapshots",
      // AWS Backup makes up their ids.
      actions: [
        "rds:AddTagsToResource",
        "rds:CopyDBSnapshot",
        "rds:DeleteDBSnapshot",
        "rds:DescribeDBSnapshots",
        "rds:ListTagsForResource",
      ],
      resources: hereAnd(copies, names.anyBackupSnapshotArn),
    },
    ...(copies.account === undefined
      ? []
      : [
          {
            sid: "ShareItsSnapshots",
            actions: ["rds:ModifyDBSnapshotAttribute"],
            resources: [names.anyBackupSnapshotArn()],
          },
        ]),
  ];
}

function vaultStatements({ names, copies }: BackupPermissionsProps): Statement[] {
  return [
    {
      sid: "FillTheVaults",
      actions: ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      resources: [names.vault().arn, names.vault(copies.region, copies.account).arn],
    },
    {
      sid: "CopyTheBackups",
      actions: ["backup:CopyFromBackupVault"],
      // The vaults above are where to.
      resources: anyResource("The resource is the backup, whose id AWS makes up.", [
        names.anyBackupSnapshotArn(),
        names.anyRecoveryPointArn(),
      ]),
    },
    {
      sid: "TagTheBackups",
      actions: ["backup:TagResource"],
      resources: anyResource("AWS makes up the id of a backup.", hereAnd(copies, names.anyRecoveryPointArn)),
    },
    {
      sid: "FindTheResources",
      actions: ["tag:GetResources"],
      resources: anyResource(
        "It has neither a resource nor a condition (Service Authorization Reference, Amazon Resource Group Tagging API).",
      ),
    },
  ];
}

/** What the role has here, and where the copies are if that is in this account. */
const hereAnd = ({ region, account }: BackupPermissionsProps["copies"], arn: (region?: string) => string) =>
  account === undefined ? [arn(), arn(region)] : [arn()];

function keyStatements({ region, keyArn, copies }: BackupPermissionsProps): Statement[] {
  const keys = [
    { sid: "UseTheKey", key: keyArn, where: region },
    ...(copies.keyArn === undefined
      ? []
      : [{ sid: "UseTheKeyOfTheCopies", key: copies.keyArn, where: copies.region }]),
  ];
  return [
    { sid: "FindTheKeys", actions: ["kms:DescribeKey"], resources: keys.map(({ key }) => key) },
    ...keys.map(({ sid, key, where }) => ({
      sid,
      actions: ["kms:CreateGrant"],
      resources: [key],
      condition: [viaService(where, "backup", "rds"), forAwsResource],
    })),
  ];
}

function bucketStatements(bucketArn: string, names: Names): Statement[] {
  return [
    {
      sid: "LookAtTheFiles",
      actions: [
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetBucketNotification",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetInventoryConfiguration",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        // It lists the files, and learns what changed since the last backup.
        "s3:PutBucketNotification",
        "s3:PutInventoryConfiguration",
      ],
      resources: [bucketArn],
    },
    {
      sid: "ReadTheFiles",
      actions: [
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ],
      resources: [`${bucketArn}/*`],
    },
    {
      sid: "LearnWhatChanged",
      actions: [
        "events:DeleteRule",
        "events:DescribeRule",
        "events:DisableRule",
        "events:EnableRule",
        "events:ListTargetsByRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
      ],
      resources: [names.anyBackupRuleArn],
    },
    {
      sid: "FindBucketsAndRules",
      actions: ["cloudwatch:GetMetricData", "events:ListRules", "s3:ListAllMyBuckets"],
      resources: anyResource(
        "They have neither a resource nor a condition (Service Authorization Reference).",
      ),
    },
  ];
}
