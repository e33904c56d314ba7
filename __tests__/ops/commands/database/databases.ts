import type { DBInstance, DBSnapshot } from "@aws-sdk/client-rds";
import type { Answers } from "../../played/endpoint";
import { AwsError } from "../../played/protocols";

export const NAME = "shop-test";
export const RESTORED = `${NAME}-restored-20261127093000`;
export const PASSWORD = "correct-horse-battery-staple";
export const OWN_ID = "db-OWN";
const ARN = "arn:aws:rds:eu-west-1:111122223333:db:";

/** The environment's database, with a setting that no default of RDS equals. */
export const own = (changes: Partial<DBInstance> = {}): DBInstance => ({
  DBInstanceIdentifier: NAME,
  DBInstanceArn: `${ARN}${NAME}`,
  DbiResourceId: OWN_ID,
  DBInstanceStatus: "available",
  DBInstanceClass: "db.t4g.small",
  Engine: "mysql",
  StorageType: "gp3",
  AllocatedStorage: 50,
  MaxAllocatedStorage: 120,
  MultiAZ: true,
  PubliclyAccessible: false,
  Endpoint: { Address: `${NAME}.rds.example`, Port: 3306 },
  DBSubnetGroup: { DBSubnetGroupName: NAME },
  VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1", Status: "active" }],
  DBParameterGroups: [{ DBParameterGroupName: `${NAME}-mysql84`, ParameterApplyStatus: "in-sync" }],
  CACertificateIdentifier: "rds-ca-rsa2048-g1",
  EnabledCloudwatchLogsExports: ["error", "slowquery"],
  DeletionProtection: true,
  CopyTagsToSnapshot: true,
  AutoMinorVersionUpgrade: true,
  EngineLifecycleSupport: "open-source-rds-extended-support-disabled",
  BackupRetentionPeriod: 7,
  PreferredBackupWindow: "17:00-17:30",
  PreferredMaintenanceWindow: "sat:18:00-sat:18:30",
  LatestRestorableTime: new Date("2026-11-27T09:25:00Z"),
  TagList: [
    { Key: "environment", Value: "test" },
    { Key: "aws:cloudformation:stack", Value: "x" },
  ],
  ...changes,
});

const tagsOf = (from: string, as: string) => [
  { Key: "restored-from", Value: from },
  { Key: "restored-at", Value: "2026-11-27T09:30:00.000Z" },
  { Key: "restored-as", Value: as },
];

/** What a finished `database restore` has left. */
export const restored = (changes: Partial<DBInstance> = {}): DBInstance =>
  own({
    DBInstanceIdentifier: RESTORED,
    DBInstanceArn: `${ARN}${RESTORED}`,
    DbiResourceId: "db-RESTORED",
    Endpoint: { Address: `${RESTORED}.rds.example`, Port: 3306 },
    TagList: [{ Key: "environment", Value: "test" }, ...tagsOf("2026-11-27T09:00:00Z", RESTORED)],
    ...changes,
  });

export const snapshot = (changes: Partial<DBSnapshot> = {}): DBSnapshot => ({
  DBSnapshotIdentifier: `rds:${NAME}-2026-11-26-17-05`,
  DBInstanceIdentifier: NAME,
  SnapshotType: "automated",
  SnapshotCreateTime: new Date("2026-11-26T17:05:00Z"),
  AllocatedStorage: 40,
  Engine: "mysql",
  EngineVersion: "8.4.6",
  Encrypted: true,
  Status: "available",
  ...changes,
});

type Input = Readonly<Record<string, string>>;

/** The values of a list in a request, e.g. `Tags.Tag.1.Key`. */
const listed = (input: Input, prefix: string, field = ""): string[] =>
  Object.entries(input).flatMap(([key, value]) =>
    key.startsWith(`${prefix}.`) && key.endsWith(field) ? [value] : [],
  );

/**
 * An RDS that shows instances and snapshots, and does at once what it is asked. A restored instance has the defaults of RDS for
 * what the request does not give, and, like AWS, no maintenance window of the original.
 */
export class Databases {
  public readonly passwords: Record<string, string> = {};

  constructor(
    public instances: DBInstance[],
    public snapshots: DBSnapshot[] = [snapshot()],
    public windowOf: (instance: DBInstance) => object | undefined = ({ DbiResourceId }) =>
      DbiResourceId === OWN_ID ? { EarliestTime: new Date("2026-11-20T09:00:00Z") } : undefined,
  ) {}

  public named(name: string): DBInstance | undefined {
    return this.instances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name);
  }

  public get names(): (string | undefined)[] {
    return this.instances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier).sort();
  }

  public readonly rds: Answers = {
    DescribeDBInstances: ({ DBInstanceIdentifier: name }: Input) => ({
      DBInstances: name === undefined ? this.instances : [this.require(name)],
    }),
    // Those of AWS Backup are listed only if they are asked for ("DescribeDBSnapshots", Amazon RDS API Reference).
    DescribeDBSnapshots: ({
      SnapshotType: type,
      DBInstanceIdentifier: name,
      DBSnapshotIdentifier: id,
    }: Input) => {
      const DBSnapshots = this.snapshots.filter(
        ({ SnapshotType, DBInstanceIdentifier, DBSnapshotIdentifier }) =>
          (type === undefined ? SnapshotType !== "awsbackup" : SnapshotType === type) &&
          (name === undefined || DBInstanceIdentifier === name) &&
          (id === undefined || DBSnapshotIdentifier === id),
      );
      if (id !== undefined && DBSnapshots.length === 0)
        throw new AwsError("DBSnapshotNotFound", `DBSnapshot ${id} not found.`, 404);
      return { DBSnapshots };
    },
    DescribeDBInstanceAutomatedBackups: () => ({
      DBInstanceAutomatedBackups: this.instances.flatMap((instance) => {
        const RestoreWindow = this.windowOf(instance);
        const {
          DBInstanceIdentifier,
          DbiResourceId,
          AllocatedStorage,
          LatestRestorableTime: LatestTime,
        } = instance;
        return RestoreWindow
          ? [
              {
                DBInstanceIdentifier,
                DbiResourceId,
                AllocatedStorage,
                RestoreWindow: { LatestTime, ...RestoreWindow },
              },
            ]
          : [];
      }),
    }),
    RestoreDBInstanceToPointInTime: (input: Input) =>
      this.create(input.TargetDBInstanceIdentifier ?? "", input),
    RestoreDBInstanceFromDBSnapshot: (input: Input) => this.create(input.DBInstanceIdentifier ?? "", input),
    ModifyDBInstance: (input: Input) => this.modify(input),
    DeleteDBInstance: ({ DBInstanceIdentifier = "", FinalDBSnapshotIdentifier: id }: Input) => {
      const instance = this.require(DBInstanceIdentifier);
      if (instance.DeletionProtection)
        throw new AwsError("InvalidParameterCombination", "Cannot delete protected DB Instance");
      this.instances = this.instances.filter((each) => each !== instance);
      if (id) this.snapshots.push(snapshot({ DBSnapshotIdentifier: id, DBInstanceIdentifier }));
      return { DBInstance: { ...instance, DBInstanceStatus: "deleting" } };
    },
    AddTagsToResource: (input: Input) => {
      const instance = this.ofArn(input.ResourceName);
      const values = listed(input, "Tags", ".Value");
      const tags = listed(input, "Tags", ".Key").map((Key, index) => ({ Key, Value: values[index] ?? "" }));
      const others = (instance.TagList ?? []).filter(({ Key }) => !tags.some((tag) => tag.Key === Key));
      instance.TagList = [...others, ...tags];
      return {};
    },
    RemoveTagsFromResource: (input: Input) => {
      const instance = this.ofArn(input.ResourceName);
      const keys = listed(input, "TagKeys");
      instance.TagList = (instance.TagList ?? []).filter(({ Key = "" }) => !keys.includes(Key));
      return {};
    },
  };

  private require(name: string): DBInstance {
    const found = this.named(name);
    if (!found) throw new AwsError("DBInstanceNotFound", `DBInstance ${name} not found.`, 404);
    return found;
  }

  private ofArn(arn = ""): DBInstance {
    return this.require(arn.slice(ARN.length));
  }

  private create(name: string, input: Input): object {
    const flag = (field: string) => input[field] === "true";
    const values = listed(input, "Tags", ".Value");
    const source =
      this.snapshots.find(({ DBSnapshotIdentifier: id }) => id === input.DBSnapshotIdentifier) ??
      this.named(input.SourceDBInstanceIdentifier ?? "");
    const instance = own({
      DBInstanceIdentifier: name,
      KmsKeyId: source?.KmsKeyId,
      DBInstanceArn: `${ARN}${name}`,
      DbiResourceId: "db-NEW",
      Endpoint: { Address: `${name}.rds.example`, Port: 3306 },
      DBInstanceClass: input.DBInstanceClass,
      StorageType: input.StorageType,
      AllocatedStorage: Number(input.AllocatedStorage),
      MaxAllocatedStorage: input.MaxAllocatedStorage ? Number(input.MaxAllocatedStorage) : undefined,
      MultiAZ: flag("MultiAZ"),
      PubliclyAccessible: flag("PubliclyAccessible"),
      DBSubnetGroup: { DBSubnetGroupName: input.DBSubnetGroupName ?? "default" },
      VpcSecurityGroups: listed(input, "VpcSecurityGroupIds").map((id) => ({ VpcSecurityGroupId: id })),
      DBParameterGroups: [{ DBParameterGroupName: input.DBParameterGroupName ?? "default.mysql8.4" }],
      CACertificateIdentifier: input.CACertificateIdentifier,
      EnabledCloudwatchLogsExports: listed(input, "EnableCloudwatchLogsExports"),
      DeletionProtection: flag("DeletionProtection"),
      CopyTagsToSnapshot: flag("CopyTagsToSnapshot"),
      AutoMinorVersionUpgrade: flag("AutoMinorVersionUpgrade"),
      EngineLifecycleSupport: input.EngineLifecycleSupport,
      BackupRetentionPeriod: Number(input.BackupRetentionPeriod ?? 1),
      PreferredBackupWindow: input.PreferredBackupWindow ?? "01:00-01:30",
      PreferredMaintenanceWindow: "mon:03:00-mon:03:30",
      TagList: listed(input, "Tags", ".Key").map((Key, index) => ({ Key, Value: values[index] ?? "" })),
    });
    this.instances.push(instance);
    this.passwords[name] = "that-of-the-backup";
    return { DBInstance: { ...instance, DBInstanceStatus: "creating" } };
  }

  private modify(input: Input): object {
    const instance = this.require(input.DBInstanceIdentifier ?? "");
    const { NewDBInstanceIdentifier: name, MasterUserPassword: password } = input;
    if (input.ApplyImmediately !== "true") throw new AwsError("InvalidParameterValue", "it would wait");
    if (password) this.passwords[input.DBInstanceIdentifier ?? ""] = password;
    if (input.MaxAllocatedStorage) instance.MaxAllocatedStorage = Number(input.MaxAllocatedStorage);
    if (input.BackupRetentionPeriod) instance.BackupRetentionPeriod = Number(input.BackupRetentionPeriod);
    if (input.PreferredBackupWindow) instance.PreferredBackupWindow = input.PreferredBackupWindow;
    if (input.PreferredMaintenanceWindow)
      instance.PreferredMaintenanceWindow = input.PreferredMaintenanceWindow;
    if (input.DeletionProtection) instance.DeletionProtection = input.DeletionProtection === "true";
    if (name) {
      if (this.named(name)) throw new AwsError("DBInstanceAlreadyExists", "DB instance already exists");
      instance.DBInstanceIdentifier = name;
      instance.DBInstanceArn = `${ARN}${name}`;
      instance.Endpoint = { Address: `${name}.rds.example`, Port: 3306 };
    }
    return { DBInstance: instance };
  }

  /** The parameter of the password. */
  public readonly ssm: Answers = {
    GetParameter: ({ Name }: { Name: string }) => {
      if (Name !== `/${NAME}/database/password`) throw new AwsError("ParameterNotFound", Name);
      return { Parameter: { Name, Value: PASSWORD, Type: "SecureString" } };
    },
  };
}
