import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { DATABASE, databaseGroups } from "../../facts/database";
import { isPatch, MYSQL_PORT } from "../../facts/mysql";
import { storageCeilingOf } from "../../facts/storage-limits";
import type { Environment } from "../../config/environment";
import type { EncryptionKey } from "./encryption-key";
import type { NetworkFacts } from "../network/network-facts";
import type { SecretParameter } from "./secret-parameter";
import { onePort, SecurityGroup } from "../aws/security-group";
import { exempt } from "../../policies/exceptions";

export interface DatabaseProps {
  readonly name: string;
  readonly network: NetworkFacts;
  readonly key: EncryptionKey;
  readonly password: SecretParameter;
  readonly settings: Environment["database"];
  readonly logRetentionDays: number;
}

/**
 * The MySQL instance. It accepts no connection until `allowFrom` is called, and only connections with TLS.
 *
 * Its password is read back from the SSM parameter into a write-only argument. With deletion protection Terraform rejects
 * every plan that destroys or replaces the instance, before it changes anything else.
 */
export class Database extends Construct {
  public readonly address: string;
  public readonly arn: string;

  private readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);

    const { name, network, key, settings } = props;

    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: databaseGroups(name).securityGroup,
      description: "MySQL from the hosts",
      vpcId: network.vpcId,
    });

    const password = props.password.readBack();
    const ceiling = storageCeilingOf(settings);
    const instance = new DbInstance(this, "instance", {
      identifier: name,
      engine: DATABASE.engine,
      engineVersion: settings.engineVersion,
      // After an automatic upgrade the pinned patch would be a downgrade, which RDS refuses.
      autoMinorVersionUpgrade: !isPatch(settings.engineVersion),
      allowMajorVersionUpgrade: false,
      engineLifecycleSupport: DATABASE.lifecycleSupport,
      instanceClass: settings.instanceClass,
      multiAz: settings.multiAz,

      storageType: DATABASE.storageType,
      allocatedStorage: settings.storageGiB,
      // RDS rejects a ceiling equal to the storage, so an instance that does not grow has no ceiling.
      ...(ceiling === undefined ? {} : { maxAllocatedStorage: ceiling }),
      storageEncrypted: true,
      kmsKeyId: key.arn,

      dbName: settings.databaseName,
      username: settings.username,
      passwordWo: password.value,
      passwordWoVersion: password.version,

      dbSubnetGroupName: this.subnetGroup(name, network),
      vpcSecurityGroupIds: [this.securityGroup.id],
      publiclyAccessible: false,
      port: MYSQL_PORT,
      caCertIdentifier: DATABASE.caCertificate,
      parameterGroupName: this.parameterGroup(name, settings.slowQuerySeconds),
      enabledCloudwatchLogsExports: [...DATABASE.logs],

      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      applyImmediately: false,
      copyTagsToSnapshot: true,

      deletionProtection: settings.deletionProtection,
      skipFinalSnapshot: !settings.finalSnapshot,
      deleteAutomatedBackups: !settings.finalSnapshot,
      // With the id of a resource of this stack: with a fixed name, the final snapshot of a second stack would collide with
      // that of the first.
      ...(settings.finalSnapshot
        ? { finalSnapshotIdentifier: `${name}-final-${this.securityGroup.id}` }
        : {}),

      lifecycle: { preventDestroy: settings.deletionProtection },
      dependsOn: this.logGroups(name, props.logRetentionDays),
    });
    exceptions(instance, settings);
    this.address = instance.address;
    this.arn = instance.arn;
  }

  /** Lets the members of a security group connect. `peer` names the rule. */
  public allowFrom(peer: string, clients: SecurityGroup): void {
    this.securityGroup.allowFrom(peer, clients, onePort(MYSQL_PORT));
    clients.allowTo("database", this.securityGroup, onePort(MYSQL_PORT));
  }

  private subnetGroup(name: string, network: NetworkFacts): string {
    return new DbSubnetGroup(this, "subnets", {
      name: databaseGroups(name).subnetGroup,
      description: `Isolated subnets of ${name}`,
      subnetIds: network.databaseSubnetIds,
    }).name;
  }

  private parameterGroup(name: string, slowQuerySeconds: number): string {
    return new DbParameterGroup(this, "parameters", {
      name: databaseGroups(name).parameterGroup,
      description: `MySQL 8.4 of ${name}`,
      family: "mysql8.4",
      parameter: [
        // Off by default on RDS for MySQL ("Requiring SSL/TLS for all connections").
        { name: "require_secure_transport", value: "1" },
        { name: "character_set_server", value: "utf8mb4" },
        { name: "collation_server", value: "utf8mb4_0900_ai_ci" },
        { name: "slow_query_log", value: "1" },
        { name: "long_query_time", value: String(slowQuerySeconds) },
        { name: "log_output", value: "FILE" },
      ],
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  /** RDS would create the log groups itself, without a retention. */
  private logGroups(name: string, retentionInDays: number): CloudwatchLogGroup[] {
    return DATABASE.logs.map(
      (log) =>
        new CloudwatchLogGroup(this, `${log}-log`, {
          name: `/aws/rds/instance/${name}/${log}`,
          retentionInDays,
        }),
    );
  }
}

/** Excepts the instance from the policies that the settings do not meet on purpose. */
function exceptions(instance: DbInstance, settings: DatabaseProps["settings"]): void {
  if (storageCeilingOf(settings) === undefined) {
    const reason = "The environment sets database.maximumStorageGiB to storageGiB: no growth.";
    exempt(instance, "database-outages/disk-growth", reason);
  }
  if (isPatch(settings.engineVersion)) {
    const reason = "The environment sets database.engineVersion to one patch.";
    exempt(instance, "backups/minor-upgrades", reason);
  }
  if (!settings.deletionProtection) {
    const reason = "The environment sets database.deletionProtection to false.";
    exempt(instance, "deletion-protection/deletion-protection", reason);
    exempt(instance, "deletion-protection/prevent-destroy", reason);
  }
  if (!settings.finalSnapshot) {
    const reason = "The environment sets database.finalSnapshot to false.";
    exempt(instance, "deletion-protection/final-snapshot", reason);
    exempt(instance, "deletion-protection/automated-backups", reason);
  }
}
