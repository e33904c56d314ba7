import { DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { KMSClient } from "@aws-sdk/client-kms";
import type { DBInstance } from "@aws-sdk/client-rds";
import { DescribeDBSubnetGroupsCommand, RDSClient } from "@aws-sdk/client-rds";
import { DATABASE, databaseGroups } from "../../../facts/database";
import { MYSQL_PORT } from "../../../facts/mysql";
import { storageCeilingOf } from "../../../facts/storage-limits";
import { applyLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { lookAtKey } from "../../ecs/key";

/** The settings of a database that RDS does not take from a backup, or only sometimes. */
export interface Settings {
  readonly instanceClass: string;
  readonly storageType: string;
  readonly storageGiB: number;
  /** The size up to which it grows; undefined if it does not. */
  readonly storageCeilingGiB: number | undefined;
  readonly multiAz: boolean;
  /** The ARN of the key. A backup brings its own, which no change replaces; Terraform would create another database for it. */
  readonly encryptedWith: string | undefined;
  readonly port: number;
  readonly isPublic: boolean;
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly caCertificate: string;
  readonly logs: readonly string[];
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshots: boolean;
  readonly autoMinorVersionUpgrade: boolean;
  readonly lifecycleSupport: string;
  readonly backupRetentionDays: number;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
}

/** The settings of an instance, as it is now. */
export function settingsOfInstance(instance: DBInstance): Settings {
  const sorted = (texts: readonly (string | undefined)[]) => texts.map((text) => text ?? "").sort();
  return {
    instanceClass: instance.DBInstanceClass ?? "",
    storageType: instance.StorageType ?? "",
    storageGiB: instance.AllocatedStorage ?? 0,
    storageCeilingGiB: instance.MaxAllocatedStorage,
    multiAz: instance.MultiAZ ?? false,
    encryptedWith: instance.KmsKeyId,
    port: instance.Endpoint?.Port ?? MYSQL_PORT,
    isPublic: instance.PubliclyAccessible ?? false,
    subnetGroup: instance.DBSubnetGroup?.DBSubnetGroupName ?? "",
    securityGroups: sorted((instance.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId: id }) => id)),
    parameterGroup: instance.DBParameterGroups?.[0]?.DBParameterGroupName ?? "",
    caCertificate: instance.CACertificateIdentifier ?? "",
    logs: sorted(instance.EnabledCloudwatchLogsExports ?? []),
    deletionProtection: instance.DeletionProtection ?? false,
    copyTagsToSnapshots: instance.CopyTagsToSnapshot ?? false,
    autoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade ?? false,
    lifecycleSupport: instance.EngineLifecycleSupport ?? "",
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    backupWindow: instance.PreferredBackupWindow ?? "",
    maintenanceWindow: instance.PreferredMaintenanceWindow ?? "",
  };
}

/** The settings that the environment's database had or will have, where it does not exist. */
export async function settingsOfEnvironment(operation: Operation): Promise<Settings> {
  const { environment } = operation;
  const { database, name } = environment;
  const groups = databaseGroups(name);
  return {
    instanceClass: database.instanceClass,
    storageType: DATABASE.storageType,
    storageGiB: database.storageGiB,
    storageCeilingGiB: storageCeilingOf(database),
    multiAz: database.multiAz,
    encryptedWith: (await lookAtKey(operation.client(KMSClient), environment))?.Arn,
    port: MYSQL_PORT,
    isPublic: false,
    subnetGroup: groups.subnetGroup,
    securityGroups: [await securityGroupId(operation, groups)],
    parameterGroup: groups.parameterGroup,
    caCertificate: DATABASE.caCertificate,
    logs: [...DATABASE.logs].sort(),
    deletionProtection: database.deletionProtection,
    copyTagsToSnapshots: true,
    autoMinorVersionUpgrade: true,
    lifecycleSupport: DATABASE.lifecycleSupport,
    backupRetentionDays: database.backupRetentionDays,
    backupWindow: database.backupWindow,
    maintenanceWindow: database.maintenanceWindow,
  };
}

/** The fields in which a copy differs, e.g. `parameterGroup: default.mysql8.4, not api-production-mysql84`. */
export function differencesOf(copy: Settings, wanted: Settings): string[] {
  const fields = Object.keys(wanted) as (keyof Settings)[];
  const text = (value: Settings[keyof Settings]) => [value ?? "none"].flat().join(", ") || "none";
  return fields.flatMap((field) => {
    // Terraform ignores more storage than it asks for, if the storage grows by itself.
    if (field === "storageGiB" && copy.storageGiB >= wanted.storageGiB) return [];
    const [one, other] = [text(copy[field]), text(wanted[field])];
    return one === other ? [] : [`${field}: ${one}, not ${other}`];
  });
}

async function securityGroupId(
  operation: Operation,
  { subnetGroup, securityGroup }: ReturnType<typeof databaseGroups>,
): Promise<string> {
  const { DBSubnetGroups = [] } = await operation
    .client(RDSClient)
    .send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: subnetGroup }))
    .catch((error: unknown) => {
      if ((error as Error).name === "DBSubnetGroupNotFoundFault") return { DBSubnetGroups: [] };
      throw error;
    });
  const vpc = DBSubnetGroups[0]?.VpcId;
  const { SecurityGroups = [] } = await operation.client(EC2Client).send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "group-name", Values: [securityGroup] },
        { Name: "vpc-id", Values: [vpc ?? "none"] },
      ],
    }),
  );
  const id = SecurityGroups[0]?.GroupId;
  if (id !== undefined) return id;
  throw new Refusal(
    `The database ${subnetGroup} does not exist, and its network is gone too: no security group ${securityGroup}.\n` +
      `Fix: Deploy the network first, then restore: ${applyLine(operation.environment, "base")}`,
  );
}
