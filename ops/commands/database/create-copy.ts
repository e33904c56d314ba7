import type { DBInstance, Tag } from "@aws-sdk/client-rds";
import {
  ModifyDBInstanceCommand,
  RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { COPY_TAGS } from "./instances";
import type { RestorePoint } from "./restore-point";
import type { Settings } from "./settings";

/** From this size on gp3 storage of MySQL has other figures than the base ones ("Amazon RDS DB instance storage"). */
const STRIPED_GIB = 400;

export interface CopyProps {
  readonly identifier: string;
  readonly point: RestorePoint;
  readonly settings: Settings;
  /** The environment's own database, if it exists. */
  readonly own: DBInstance | undefined;
  readonly now: Date;
}

/** Errors of a full account, by the SDK's names, with what to do. */
const FULL: Readonly<Record<string, string>> = {
  InstanceQuotaExceededFault:
    "Delete a database that is no longer needed (ops database drop), or raise the quota DB instances of Amazon RDS in the console of Service Quotas.",
  StorageQuotaExceededFault:
    "Delete a database that is no longer needed (ops database drop), or raise the quota Total storage for all DB instances of Amazon RDS in the console of Service Quotas.",
  InsufficientDBInstanceCapacityFault: "Wait some minutes, then run the command again.",
};

/**
 * Starts to restore a database with the settings of the environment's own. Without them RDS takes its default groups, in which
 * the application cannot reach it, and which do not require TLS.
 *
 * @throws Refusal when a quota of the account is used up
 */
export async function createCopy(operation: Operation, props: CopyProps): Promise<void> {
  const { point, identifier } = props;
  const common = commonInput(props);
  const rds = operation.client(RDSClient);
  try {
    if ("snapshot" in point) {
      const { DBSnapshotIdentifier } = point.snapshot;
      await rds.send(
        new RestoreDBInstanceFromDBSnapshotCommand({
          ...common,
          DBInstanceIdentifier: identifier,
          DBSnapshotIdentifier,
        }),
      );
      return;
    }
    const { window, at } = point;
    const source = window.exists
      ? { SourceDBInstanceIdentifier: window.instance }
      : { SourceDbiResourceId: window.resourceId };
    await rds.send(
      new RestoreDBInstanceToPointInTimeCommand({
        ...common,
        ...source,
        TargetDBInstanceIdentifier: identifier,
        RestoreTime: at,
        MaxAllocatedStorage: props.settings.storageCeilingGiB,
      }),
    );
  } catch (error) {
    const { name, message } = error as Error;
    const fix = FULL[name];
    throw fix === undefined
      ? error
      : new Refusal(`RDS cannot create another database: ${message}\nFix: ${fix}`);
  }
}

function commonInput({ identifier, point, settings, own, now }: CopyProps) {
  const storageGiB = Math.max(point.storageGiB, settings.storageGiB);
  return {
    DBInstanceClass: settings.instanceClass,
    StorageType: settings.storageType,
    AllocatedStorage: storageGiB,
    ...performanceOf(own, storageGiB),
    Port: settings.port,
    MultiAZ: settings.multiAz,
    PubliclyAccessible: false,
    DBSubnetGroupName: settings.subnetGroup,
    VpcSecurityGroupIds: [...settings.securityGroups],
    DBParameterGroupName: settings.parameterGroup,
    CACertificateIdentifier: settings.caCertificate,
    EnableCloudwatchLogsExports: [...settings.logs],
    DeletionProtection: settings.deletionProtection,
    CopyTagsToSnapshot: settings.copyTagsToSnapshots,
    AutoMinorVersionUpgrade: settings.autoMinorVersionUpgrade,
    EngineLifecycleSupport: settings.lifecycleSupport,
    BackupRetentionPeriod: settings.backupRetentionDays,
    PreferredBackupWindow: settings.backupWindow,
    Tags: [
      ...ownTags(own),
      { Key: COPY_TAGS.restoredFrom, Value: point.label },
      { Key: COPY_TAGS.restoredAt, Value: now.toISOString() },
      { Key: COPY_TAGS.restoredAs, Value: identifier },
    ],
  };
}

/** The I/O figures, where they can be chosen: RDS refuses them for smaller gp3 storage. */
function performanceOf(own: DBInstance | undefined, storageGiB: number) {
  const { Iops, StorageThroughput, StorageType = "" } = own ?? {};
  if (StorageType.startsWith("io")) return { Iops };
  return StorageType === "gp3" && storageGiB >= STRIPED_GIB ? { Iops, StorageThroughput } : {};
}

/** AWS keeps the tags that begin with `aws:` for itself. */
const ownTags = (own: DBInstance | undefined): Tag[] => {
  const copyTags: readonly string[] = Object.values(COPY_TAGS);
  return (own?.TagList ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:") && !copyTags.includes(Key));
};

/**
 * Gives a restored database what no restore takes: the password of today, the maintenance window, and, of a snapshot, the size
 * up to which it grows.
 */
export async function finishCopy(
  operation: Operation,
  identifier: string,
  { settings, current, password }: { settings: Settings; current: Settings; password: string },
): Promise<void> {
  const { storageCeilingGiB, maintenanceWindow, backupRetentionDays, backupWindow } = settings;
  await operation.client(RDSClient).send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: identifier,
      ApplyImmediately: true,
      MasterUserPassword: password,
      ...(current.storageCeilingGiB === storageCeilingGiB ? {} : { MaxAllocatedStorage: storageCeilingGiB }),
      ...(current.maintenanceWindow === maintenanceWindow
        ? {}
        : { PreferredMaintenanceWindow: maintenanceWindow }),
      ...(current.backupRetentionDays === backupRetentionDays
        ? {}
        : { BackupRetentionPeriod: backupRetentionDays }),
      ...(current.backupWindow === backupWindow ? {} : { PreferredBackupWindow: backupWindow }),
    }),
  );
}
