import type { AwsCall, Place } from "./aws-call";
import { each } from "./aws-call";
import { forThisAccount, type ServiceRole } from "./service-role";

const COPY_KEY = "aws_kms_key.copies_key_9D0DA473";

/** AWS Backup backs up the database and the files, copies the backups to another region or account, and deletes what expires. */
export const backup: ServiceRole = {
  suffix: "backup",
  part: "base",
  service: "backup.amazonaws.com",
  trusted: forThisAccount,
  calls: (place) => {
    const { environment, names, arn, keyArn, deployed } = place;
    const { copies } = environment.database;
    if (!copies) return [];
    const source = '"Managed policies for AWS Backup": AWSBackupServiceRolePolicyForBackup';
    const isOurs = copies.account === undefined;
    const there = (text: string) => text.replace(`:${environment.region}:`, `:${copies.region}:`);
    const taken = arn("rds", "snapshot:awsbackup:job-0f3c1a52-2d0e-4f1a-9b0c-5d2f6a7b8c9d");
    const copied = there(arn("rds", "snapshot:awsbackup:copyjob-1f3c1a52-2d0e-4f1a-9b0c-5d2f6a7b8c9d"));
    const vault = arn("backup", `backup-vault:${environment.name}`);
    const point = arn("backup", "recovery-point:1");
    const vaultOfCopies = there(vault).replace(
      environment.accountId,
      copies.account ?? environment.accountId,
    );
    // In another account AWS Backup does the rest with its own role.
    const ours = <Kind>(...kinds: Kind[]) => (isOurs ? kinds : []);
    const database = names.database.arn;
    return [
      ...each(["rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:ListTagsForResource"], {
        resource: database,
        source,
      }),
      ...[database, taken].map((resource) => ({ action: "rds:CreateDBSnapshot", resource, source })),
      ...(isOurs ? [] : [{ action: "rds:ModifyDBSnapshotAttribute", resource: taken, source }]),
      ...[taken, ...ours(copied)].flatMap((resource) =>
        each(
          [
            "rds:AddTagsToResource",
            "rds:CopyDBSnapshot",
            "rds:DeleteDBSnapshot",
            "rds:DescribeDBSnapshots",
            "rds:ListTagsForResource",
          ],
          { resource, source },
        ),
      ),
      ...[vault, vaultOfCopies].flatMap((resource) =>
        each(["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"], { resource, source }),
      ),
      ...[taken, point].map((resource) => ({
        action: "backup:CopyFromBackupVault",
        resource,
        source,
      })),
      ...[point, ...ours(there(arn("backup", "recovery-point:2")))].map((resource) => ({
        action: "backup:TagResource",
        resource,
        source,
      })),
      { action: "tag:GetResources", resource: "*", source },
      ...[
        { resource: keyArn, region: environment.region },
        ...(isOurs ? [{ resource: deployed.in("base")(`\${${COPY_KEY}.arn}`), region: copies.region }] : []),
      ].flatMap(({ resource, region }): AwsCall[] => [
        { action: "kms:DescribeKey", resource, source },
        ...["backup", "rds"].map((service) => ({
          action: "kms:CreateGrant",
          resource,
          context: {
            "kms:ViaService": `${service}.${region}.amazonaws.com`,
            "kms:GrantIsForAWSResource": "true",
          },
          source,
        })),
      ]),
      ...bucketBackups(place),
    ];
  },
};

function bucketBackups({ environment: { files, name, accountId }, arn }: Place): AwsCall[] {
  if (files?.kind !== "create") return [];
  const source = '"Managed policies for AWS Backup": AWSBackupServiceRolePolicyForS3Backup';
  const bucket = `arn:aws:s3:::${name}-files-${accountId}`;
  const s3 = (...actions: string[]) => actions.map((action) => `s3:${action}`);
  return [
    ...each(
      s3(
        "GetBucketAcl",
        "GetBucketLocation",
        "GetBucketNotification",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetInventoryConfiguration",
        "ListBucket",
        "ListBucketVersions",
        "PutBucketNotification",
        "PutInventoryConfiguration",
      ),
      { resource: bucket, source },
    ),
    ...each(
      s3(
        "GetObject",
        "GetObjectAcl",
        "GetObjectTagging",
        "GetObjectVersion",
        "GetObjectVersionAcl",
        "GetObjectVersionTagging",
      ),
      { resource: `${bucket}/avatars/1.png`, source },
    ),
    ...each(
      [
        "events:DeleteRule",
        "events:DescribeRule",
        "events:DisableRule",
        "events:EnableRule",
        "events:ListTargetsByRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
      ],
      { resource: arn("events", "rule/AwsBackupManagedRule-1"), source },
    ),
    ...each(["cloudwatch:GetMetricData", "events:ListRules", "s3:ListAllMyBuckets"], {
      resource: "*",
      source,
    }),
  ];
}
