import type { DBInstance } from "@aws-sdk/client-rds";
import {
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { eventually } from "../../../local/processes";
import { TestAccount } from "../test-account";

let account: TestAccount;
let rds: RDSClient;
let original: DBInstance;

beforeAll(async () => {
  account = await TestAccount.open({ pace: 0.02 });
  rds = new RDSClient(account.clients);
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: "api",
      DBInstanceClass: "db.t4g.micro",
      Engine: "mysql",
      EngineVersion: "8.4.6",
      AllocatedStorage: 20,
      StorageType: "gp3",
      MasterUsername: "owner",
      MasterUserPassword: "the-first-password",
      BackupRetentionPeriod: 7,
      DeletionProtection: true,
      MultiAZ: true,
      EnableCloudwatchLogsExports: ["error"],
      Tags: [{ Key: "application", Value: "api" }],
    }),
  );
  original = (await named("api"))!;
}, 90_000);

afterAll(async () => {
  rds.destroy();
  await account.close();
});

async function named(name: string): Promise<DBInstance | undefined> {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  return DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name);
}

const available = (name: string) =>
  eventually(async () => (await named(name))?.DBInstanceStatus === "available", 10);

const passwords = async () =>
  (await (await fetch(`${account.endpoint}/embedded-aws/database-passwords`)).json()) as Record<
    string,
    string
  >;

const toNow = (TargetDBInstanceIdentifier: string) =>
  new RestoreDBInstanceToPointInTimeCommand({
    SourceDBInstanceIdentifier: "api",
    TargetDBInstanceIdentifier,
    UseLatestRestorableTime: true,
  });

describe("a new database of the embedded AWS", () => {
  it("has RDS's default certificate authority", () => {
    expect(original.CACertificateIdentifier).toBe("rds-ca-rsa2048-g1");
  });
});

describe("a database that is restored in the embedded AWS", () => {
  it("has the defaults of RDS for what the request does not give, and an identity of its own", async () => {
    await rds.send(toNow("plain"));
    expect(await named("plain")).toMatchObject({ DBInstanceStatus: "creating" });
    expect((await named("plain"))?.Endpoint).toBeUndefined();
    expect(await available("plain")).toBe(true);

    const restored = await named("plain");
    expect(restored).toMatchObject({
      DeletionProtection: false,
      MultiAZ: false,
      PubliclyAccessible: true,
      BackupRetentionPeriod: 7,
      MasterUsername: "owner",
      AllocatedStorage: 20,
      DBParameterGroups: [{ DBParameterGroupName: "default.mysql8.4" }],
    });
    expect(restored?.EnabledCloudwatchLogsExports ?? []).toEqual([]);
    expect(restored?.TagList ?? []).toEqual([]);
    expect(restored?.DbiResourceId).not.toBe(original.DbiResourceId);
    expect(restored?.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
  });

  it("has the password of its backup's time, from a snapshot too", async () => {
    await rds.send(
      new CreateDBSnapshotCommand({ DBInstanceIdentifier: "api", DBSnapshotIdentifier: "before" }),
    );
    const before = new Date();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: "api",
        MasterUserPassword: "the-second-password",
        ApplyImmediately: true,
      }),
    );
    expect(await available("api")).toBe(true);

    await rds.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: "api",
        TargetDBInstanceIdentifier: "earlier",
        RestoreTime: before,
      }),
    );
    await rds.send(
      new RestoreDBInstanceFromDBSnapshotCommand({
        DBInstanceIdentifier: "from-snapshot",
        DBSnapshotIdentifier: "before",
      }),
    );
    await rds.send(toNow("later"));
    expect(await passwords()).toMatchObject({
      earlier: "the-first-password",
      "from-snapshot": "the-first-password",
      later: "the-second-password",
    });
  });

  it("is refused for a time outside the window, and under a name that is taken", async () => {
    const { DBInstanceAutomatedBackups: [backup] = [] } = await rds.send(
      new DescribeDBInstanceAutomatedBackupsCommand({ DBInstanceIdentifier: "api" }),
    );
    const { EarliestTime, LatestTime } = backup?.RestoreWindow ?? {};
    expect(backup?.DbiResourceId).toBe(original.DbiResourceId);
    expect(EarliestTime?.getTime()).toBeLessThanOrEqual(LatestTime?.getTime() ?? 0);

    const early = new RestoreDBInstanceToPointInTimeCommand({
      SourceDBInstanceIdentifier: "api",
      TargetDBInstanceIdentifier: "early",
      RestoreTime: new Date((EarliestTime?.getTime() ?? 0) - 60_000),
    });
    await expect(rds.send(early)).rejects.toThrow(/cannot be restored to a time earlier/);
    await expect(rds.send(toNow("api"))).rejects.toThrow(/already exists/);
  });

  it("can be restored after it was deleted, if its automated backups were kept", async () => {
    const { DbiResourceId } = (await named("plain")) ?? {};
    await rds.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: "plain",
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: false,
      }),
    );
    await rds.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDbiResourceId: DbiResourceId,
        TargetDBInstanceIdentifier: "again",
        UseLatestRestorableTime: true,
      }),
    );
    expect(await named("again")).toMatchObject({ MasterUsername: "owner" });
  });
});

describe("a database that is renamed in the embedded AWS", () => {
  const rename = (from: string, to: string, ApplyImmediately = true) =>
    rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: from,
        NewDBInstanceIdentifier: to,
        ApplyImmediately,
      }),
    );

  it("keeps its identity, and gets the address of its name", async () => {
    expect(await available("later")).toBe(true);
    const { DbiResourceId } = (await named("later")) ?? {};
    await expect(rename("later", "api")).rejects.toThrow(/already exists/);
    await rename("later", "new-name");
    expect(await named("new-name")).toMatchObject({ DBInstanceStatus: "renaming" });
    await expect(rename("new-name", "other")).rejects.toThrow(/not in available state/);

    expect(await available("new-name")).toBe(true);
    const renamed = await named("new-name");
    expect(renamed?.DbiResourceId).toBe(DbiResourceId);
    expect(renamed?.Endpoint?.Address).toMatch(/^new-name\./);
    expect(renamed?.DBInstanceArn).toMatch(/:db:new-name$/);
    expect(await named("later")).toBeUndefined();
  });

  it("waits for the maintenance window where that was asked for", async () => {
    expect(await available("earlier")).toBe(true);
    await rename("earlier", "deferred", false);

    expect(await named("earlier")).toMatchObject({
      PendingModifiedValues: { DBInstanceIdentifier: "deferred" },
    });
  });
});
