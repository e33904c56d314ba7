import { Played } from "../../played/played";
import { AwsError } from "../../played/protocols";
import { restore } from "../../../../ops/commands/database/restore-command";
import type { RestoreCommandOptions } from "../../../../ops/commands/database/restore-command";
import { environment, healthy } from "../../diagnosis/observed";
import { Databases, NAME, own, PASSWORD, snapshot } from "./databases";

const AT = "2026-11-27T18:00:00+09:00";

async function restored(databases: Databases, options: RestoreCommandOptions, more: object = {}) {
  const played = await Played.open(environment(), healthy, {
    rds: { ...databases.rds, ...more },
    ssm: databases.ssm,
  });
  try {
    const ended = await played.run((operation) => restore(operation, options));
    return {
      ...ended,
      actions: played.endpoint.actions,
      inputsOf: (name: string) => played.endpoint.inputsOf(name),
    };
  } finally {
    await played.close();
  }
}

const CREATE = "rds:RestoreDBInstanceToPointInTime";

describe("ops database restore", () => {
  it("restores beside the database, with its settings, the present password and a tag", async () => {
    const databases = new Databases([own()]);
    const { exitCode, facts, said, warned, inputsOf } = await restored(databases, { at: AT });

    expect([exitCode, warned]).toEqual([0, ""]);
    const identifier = String(facts.instance);
    expect(identifier).toMatch(/^shop-test-restored-\d{14}$/);
    const ignored = [
      "DBInstanceIdentifier",
      "DBInstanceArn",
      "DbiResourceId",
      "Endpoint",
      "TagList",
      "VpcSecurityGroups",
      "DBParameterGroups",
      "LatestRestorableTime",
    ];
    const rest = (instance: object) =>
      Object.fromEntries(Object.entries(instance).filter(([key]) => !ignored.includes(key)));
    const copy = databases.named(identifier) ?? {};
    expect(rest(copy)).toEqual(rest(own()));
    expect(copy).toMatchObject({
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1" }],
      DBParameterGroups: [{ DBParameterGroupName: `${NAME}-mysql84` }],
      TagList: [
        { Key: "environment", Value: "test" },
        { Key: "restored-from", Value: "2026-11-27T09:00:00Z" },
        { Key: "restored-at", Value: expect.stringMatching(/Z$/) as string },
        { Key: "restored-as", Value: identifier },
      ],
    });
    expect(inputsOf(CREATE)).toMatchObject([
      { SourceDBInstanceIdentifier: NAME, RestoreTime: "2026-11-27T09:00:00Z" },
    ]);
    expect(databases.passwords[identifier]).toBe(PASSWORD);
    expect(said + warned).not.toContain(PASSWORD);
    const text = said.replaceAll(identifier, "<instance>").replace(/in \d+ s/, "in <time>");
    expect(text).toMatchInlineSnapshot(`
      "Restoring shop-test from 2026-11-27T09:00:00Z as <instance>, beside the present database.
      Restoring <instance>: available
      Setting the password of <instance>: available
      Restored from 2026-11-27T09:00:00Z in <time>. The present database was not changed.
        instance  <instance>
        address   <instance>.rds.example
        password  that of the present database
        cost      about 2.10 USD a day, until it is dropped
      Next:
        look at it, or copy single tables  npm run ops -- shell test database --instance <instance>
        make it the database               npm run ops -- database restore test --swap <instance>
        delete it                          npm run ops -- database drop test <instance>
      "
    `);
  });

  it("restores a snapshot, which knows no ceiling of its storage", async () => {
    const databases = new Databases([own()]);
    const { facts, inputsOf } = await restored(databases, { snapshot: `rds:${NAME}-2026-11-26-17-05` });

    expect(inputsOf("rds:RestoreDBInstanceFromDBSnapshot")).toMatchObject([{ AllocatedStorage: "50" }]);
    expect(databases.named(String(facts.instance))).toMatchObject({ MaxAllocatedStorage: 120 });
  });

  it("leaves the database of a drill alone, which has other settings and is about to be deleted", async () => {
    const drilled = `${NAME}-drill-20261127090000`;
    const TagList = [
      { Key: "restored-from", Value: "2026-11-27T09:00:00Z" },
      { Key: "restored-as", Value: drilled },
    ];
    const databases = new Databases([
      own(),
      own({ DBInstanceIdentifier: drilled, DbiResourceId: "db-DRILL", TagList }),
    ]);
    const { facts } = await restored(databases, { at: AT });
    expect(facts.instance).toMatch(/-restored-\d{14}$/);
    const { warned } = await restored(databases, { swap: drilled, yes: true });
    expect(warned).toContain(`${drilled} is not a restored database of test.`);
  });

  it("continues an interrupted run of the same time, and starts anew for another one", async () => {
    const databases = new Databases([own()]);
    const first = await restored(databases, { at: AT });
    const second = await restored(databases, { at: "2026-11-27T09:00:00Z" });
    expect(second.facts.instance).toBe(first.facts.instance);
    expect(second.actions).not.toContain(CREATE);
    expect(second.said).toContain("by an earlier run. Continuing with it.");

    const other = await restored(databases, { at: "2026-11-27T09:01:00Z" });
    expect(other.actions).toContain(CREATE);
  });

  it("does not continue with one that is being dropped, and says how to get rid of one that is broken", async () => {
    const databases = new Databases([own()]);
    const first = await restored(databases, { at: AT });
    const copy = databases.named(String(first.facts.instance))!;
    Object.assign(copy, { DBInstanceStatus: "restore-error" });
    const broken = await restored(databases, { at: AT });
    expect(broken.warned).toContain(
      `its status is "restore-error".\nFix: Drop it, then restore again: npm run ops -- database drop test ${copy.DBInstanceIdentifier} --no-final-snapshot`,
    );

    Object.assign(copy, {
      DBInstanceStatus: "deleting",
      DBInstanceIdentifier: `${NAME}-restored-20261127093000`,
    });
    expect((await restored(databases, { at: AT })).actions).toContain(CREATE);
  });

  it("fails when the restored database is not as the present one", async () => {
    const databases = new Databases([own()]);
    const ignore = { ModifyDBInstance: () => ({ DBInstance: {} }) };
    const { exitCode, warned } = await restored(databases, { at: AT }, ignore);

    expect(exitCode).toBe(1);
    expect(warned).toContain("maintenanceWindow: mon:03:00-mon:03:30, not sat:18:00-sat:18:30");
  });

  it.each<[string, RestoreCommandOptions, string]>([
    ["nothing", {}, "Nothing to restore was given"],
    ["two things", { at: AT, snapshot: "x" }, "--at and --snapshot exclude each other"],
    ["a time without a zone", { at: "2026-11-27T18:00:00" }, "Write a date and a time with a zone"],
    ["a day that does not exist", { at: "2026-11-31T18:00:00Z" }, "Write a date and a time with a zone"],
    ["a snapshot that does not exist", { snapshot: "no" }, '"no", which does not exist'],
    [
      "a snapshot of another database",
      { snapshot: "foreign" },
      '"foreign", a snapshot of the database other with another key',
    ],
    [
      "a copy of AWS Backup, which has the key of the copies",
      { snapshot: "awsbackup:copyjob-1" },
      "aws rds copy-db-snapshot --source-db-snapshot-identifier awsbackup:copyjob-1 --target-db-snapshot-identifier shop-test-copied --kms-key-id alias/shop-test --region eu-west-1",
    ],
    [
      "a snapshot with an older key of the environment, for which Terraform would replace the database",
      { snapshot: "older" },
      '"older", a snapshot of the database shop-test with another key',
    ],
    [
      "a snapshot without encryption",
      { snapshot: "open" },
      '"open", a snapshot of the database shop-test with another key, or none',
    ],
    ["a snapshot of another engine", { snapshot: "postgres" }, '"postgres", a snapshot of postgres'],
    ["a snapshot that is not finished", { snapshot: "unfinished" }, 'whose status is "creating"'],
  ])("refuses %s, before anything is created", async (_, options, text) => {
    const snapshots = [
      snapshot({ KmsKeyId: "key/1" }),
      snapshot({ DBSnapshotIdentifier: "foreign", DBInstanceIdentifier: "other" }),
      snapshot({ DBSnapshotIdentifier: "older", KmsKeyId: "key/0" }),
      snapshot({ DBSnapshotIdentifier: "open", KmsKeyId: undefined }),
      snapshot({ DBSnapshotIdentifier: "postgres", KmsKeyId: "key/1", Engine: "postgres" }),
      snapshot({ DBSnapshotIdentifier: "unfinished", KmsKeyId: "key/1", Status: "creating" }),
    ];
    const databases = new Databases([own({ KmsKeyId: "key/1" })], snapshots);
    const { exitCode, warned, actions } = await restored(databases, options);

    expect(exitCode).toBe(2);
    expect(warned).toContain(text);
    expect(actions.filter((action) => /Restore|Modify/.test(action))).toEqual([]);
  });

  it("restores a snapshot of another database that was copied for this environment, with its key", async () => {
    const KmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/1";
    const copied = snapshot({ DBSnapshotIdentifier: "copied", DBInstanceIdentifier: "other", KmsKeyId });
    const { exitCode, warned, actions } = await restored(new Databases([own({ KmsKeyId })], [copied]), {
      snapshot: "copied",
    });

    expect({ exitCode, warned }).toEqual({ exitCode: 0, warned: "" });
    expect(actions).toContain("rds:RestoreDBInstanceFromDBSnapshot");
  });

  it("refuses a time outside the window, which it names in UTC", async () => {
    const { exitCode, warned } = await restored(new Databases([own()]), { at: "2026-11-27T18:30:00+09:00" });

    expect(exitCode).toBe(2);
    expect(warned).toMatchInlineSnapshot(`
      "test: --at
        got      "2026-11-27T18:30:00+09:00", which is 2026-11-27T09:30:00Z
        allowed  2026-11-20T09:00:00Z to 2026-11-27T09:25:00Z (shop-test)
        fix      Choose a time in the window, or a snapshot: --snapshot rds:shop-test-2026-11-26-17-05.
      "
    `);
  });

  it.each([
    ["InstanceQuotaExceeded", "raise the quota DB instances"],
    ["StorageQuotaExceeded", "raise the quota Total storage"],
  ])("refuses where the account is full: %s", async (code, fix) => {
    const full = () => {
      throw new AwsError(code, "The quota is used up.");
    };
    const { exitCode, warned } = await restored(
      new Databases([own()]),
      { at: AT },
      { RestoreDBInstanceToPointInTime: full },
    );

    expect(exitCode).toBe(2);
    expect(warned).toContain("RDS cannot create another database: The quota is used up.");
    expect(warned).toContain(fix);
  });

  it("restores a database that was deleted, from its kept backups, with the environment's settings", async () => {
    // It is beside it, and newer, and does not have what was written last.
    const beside = own({ DBInstanceIdentifier: `${NAME}-restored-20261127080000` });
    const databases = new Databases([beside]);
    const backup = {
      DBInstanceIdentifier: NAME,
      DbiResourceId: "db-LOST",
      AllocatedStorage: 30,
      RestoreWindow: {
        EarliestTime: new Date("2026-11-20T09:00:00Z"),
        LatestTime: new Date("2026-11-27T09:25:00Z"),
      },
    };
    const { exitCode, facts, inputsOf } = await lost(databases, backup);

    expect(exitCode).toBe(0);
    expect(inputsOf(CREATE)).toMatchObject([{ SourceDbiResourceId: "db-LOST", AllocatedStorage: "30" }]);
    expect(databases.named(String(facts.instance))).toMatchObject({
      DBParameterGroups: [{ DBParameterGroupName: `${NAME}-mysql84` }],
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-9" }],
    });
  });
});

const automatedBackupsOf = ({ rds }: Databases) =>
  (rds.DescribeDBInstanceAutomatedBackups!({} as never) as { DBInstanceAutomatedBackups: object[] })
    .DBInstanceAutomatedBackups;

/** The network of the environment is still there. Amazon EC2 speaks an XML of its own. */
async function lost(databases: Databases, backup: object) {
  const played = await Played.open(environment(), healthy, {
    rds: {
      ...databases.rds,
      DescribeDBInstanceAutomatedBackups: () => ({
        DBInstanceAutomatedBackups: [...automatedBackupsOf(databases), backup],
      }),
      DescribeDBSubnetGroups: () => ({ DBSubnetGroups: [{ DBSubnetGroupName: NAME, VpcId: "vpc-1" }] }),
    },
    ssm: databases.ssm,
    ec2: {
      DescribeSecurityGroups: () => ({
        status: 200,
        headers: { "content-type": "text/xml" },
        body: "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-9</groupId></item></securityGroupInfo></DescribeSecurityGroupsResponse>",
      }),
    },
  });
  try {
    const ended = await played.run((operation) => restore(operation, { at: AT }));
    return { ...ended, inputsOf: (name: string) => played.endpoint.inputsOf(name) };
  } finally {
    await played.close();
  }
}
