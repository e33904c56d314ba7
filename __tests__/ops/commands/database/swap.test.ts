import type { DBInstance } from "@aws-sdk/client-rds";
import { environment } from "../../diagnosis/observed";
import { AwsError } from "../../played/protocols";
import { NAME, own, PASSWORD, RESTORED, restored } from "./databases";
import { expectSwapped, LOCK, stage, STATE, state } from "./swap-stage";

describe("ops database restore --swap", () => {
  it("renames both, corrects the state, and says how long the interruption was", async () => {
    const it = await stage();
    const { exitCode, said, warned, facts } = await it.swap();
    await it.played.close();

    expect([exitCode, warned]).toEqual([0, ""]);
    expectSwapped(it);
    // That of today, whatever the restore did.
    expect(it.databases.passwords[RESTORED]).toBe(PASSWORD);
    const replaced = String(facts.replaced);
    expect(facts).toMatchObject({
      oldStateVersion: "version-1",
      interruptionSeconds: expect.any(Number) as number,
    });
    const text = said.replaceAll(replaced, "<replaced>");
    expect(text.replace(/interruption {2}\d+ s/, "interruption  0 s")).toMatchInlineSnapshot(`
      "shop-test-restored-20261127093000 becomes shop-test, the database of test.
        - The present one is renamed and kept. What was written to it after the restored time is only there.
        - No service is stopped. Connections break, and requests fail, until the second rename has ended: some minutes.
        - Workers: jobs that fail meanwhile are tried again as often as their $tries allow.
      Setting the password of shop-test-restored-20261127093000: available
      Renaming to <replaced>: shop-test: not there
      Renaming shop-test-restored-20261127093000 to shop-test: available
      shop-test is the database that was restored from 2026-11-27T09:00:00Z.
        address       shop-test.rds.example, as before
        interruption  0 s
        state         corrected; its old version in the bucket is version-1
      Next:
        check that Terraform changes nothing  npx cdktf diff test-base
        check the application                 npm run ops -- status test
        delete the old one                    npm run ops -- database drop test <replaced>
      "
    `);
  });

  it("locks the state before it renames, and the releases too", async () => {
    const it = await stage();
    await it.swap();
    await it.played.close();

    const { calls } = it.endpoint;
    const at = (find: (key: string, action: string) => boolean) =>
      calls.findIndex(({ action, input }) => find(input.Key as string, action));
    const renamed = at((_, action) => action === "ModifyDBInstance");
    const locked = at((key, action) => key === LOCK && action === "PutObject");
    const releases = at((key, action) => key === "release/lock.json" && action === "PutObject");
    expect(releases).toBeGreaterThan(0);
    expect(locked).toBeGreaterThan(releases);
    expect(renamed).toBeGreaterThan(locked);
  });

  it("keeps the state locked while the databases are between two names", async () => {
    const it = await stage();
    let renames = 0;
    it.endpoint.trouble = ({ action, input }) =>
      action === "ModifyDBInstance" && input.NewDBInstanceIdentifier && ++renames === 2
        ? new AwsError("AccessDenied", "no", 403)
        : undefined;
    const { exitCode, warned } = await it.swap();
    await it.played.close();

    expect(exitCode).toBe(1);
    expect(warned).toContain(
      `The Terraform state stays locked until the swap is complete.\nFix: Run it again to continue: npm run ops -- database restore test --swap ${RESTORED}`,
    );
    expect(it.bucket.json(LOCK)).toMatchObject({ Operation: `ops database restore --swap ${RESTORED}` });
  });

  it("waits until RDS can rename the restored database", async () => {
    const it = await stage();
    let renames = 0;
    it.endpoint.trouble = ({ action, input }) =>
      action === "ModifyDBInstance" && input.NewDBInstanceIdentifier && [2, 3].includes(++renames)
        ? new AwsError(renames === 2 ? "DBInstanceAlreadyExists" : "InvalidDBInstanceState", "not yet")
        : undefined;
    const { exitCode } = await it.swap();
    await it.played.close();

    expect(exitCode).toBe(0);
    expectSwapped(it);
  });

  it("goes on when the list of the databases is behind for a moment", async () => {
    const it = await stage();
    const copyOf = () => it.databases.instances.map((each) => ({ ...each }));
    let [before, behind] = [copyOf(), 0];
    const { DescribeDBInstances: described, ModifyDBInstance: modified } = it.databases.rds;
    it.endpoint.services = {
      ...it.endpoint.services,
      rds: {
        ...it.databases.rds,
        ModifyDBInstance: (input) => {
          if ("NewDBInstanceIdentifier" in input) [before, behind] = [copyOf(), 2];
          return modified?.(input);
        },
        DescribeDBInstances: (input) =>
          "DBInstanceIdentifier" in input || behind-- <= 0 ? described?.(input) : { DBInstances: before },
      },
    };
    const { exitCode, warned } = await it.swap();
    await it.played.close();

    expect([exitCode, warned]).toEqual([0, ""]);
    expectSwapped(it);
  });

  it("puts a restored database in place of one that was lost", async () => {
    const it = await stage({ instances: [restored()] });
    it.played.endpoint.services = {
      ...it.played.endpoint.services,
      rds: {
        ...it.databases.rds,
        DescribeDBSubnetGroups: () => ({ DBSubnetGroups: [{ DBSubnetGroupName: NAME, VpcId: "vpc-1" }] }),
      },
      ec2: { DescribeSecurityGroups: () => SECURITY_GROUPS },
    };
    const wrong = await it.swap();
    expect(wrong.warned).toContain("instanceClass: db.t4g.small, not db.t4g.micro");

    it.databases.instances = [restored(SETTINGS_OF_THE_ENVIRONMENT)];
    const { exitCode, said } = await it.swap();
    await it.played.close();

    expect(exitCode).toBe(0);
    expect(said).toContain("not measured: the database did not exist");
    expect(said).not.toContain("The present one is renamed");
    expect(it.bucket.json(STATE)).toEqual({ ...state("db-RESTORED"), serial: 6 });
  });

  it.each<[string, Parameters<typeof stage>[0], string]>([
    [
      "what was not restored",
      { instances: [own(), restored({ TagList: [] })] },
      `${RESTORED} is not a restored database of test.`,
    ],
    [
      "a database in the default groups",
      {
        instances: [own(), restored({ DBParameterGroups: [{ DBParameterGroupName: "default.mysql8.4" }] })],
      },
      "parameterGroup: default.mysql8.4, not shop-test-mysql84",
    ],
    [
      "a database with another key, for which Terraform would replace it",
      { instances: [own({ KmsKeyId: "key/1" }), restored({ KmsKeyId: "key/0" })] },
      "encryptedWith: key/0, not key/1",
    ],
    [
      "a database that is being restored",
      { instances: [own(), restored({ DBInstanceStatus: "modifying" })] },
      "status: modifying, not available",
    ],
    [
      "a state that Terraform has locked",
      {
        objects: {
          [STATE]: state(),
          [LOCK]: {
            ID: "1",
            Operation: "OperationTypeApply",
            Who: "taylor@host",
            Created: "2026-11-27T09:00:00Z",
          },
        },
      },
      "The state of test-base is locked by taylor@host since 2026-11-27T09:00:00Z (OperationTypeApply).",
    ],
    [
      "a state about another instance",
      { objects: { [STATE]: state("db-UNKNOWN") } },
      "The Terraform state of test-base is about the instance db-UNKNOWN, not db-OWN.",
    ],
  ])("refuses %s, and changes nothing", async (_, given, text) => {
    const it = await stage(given);
    const before = it.bucket.json(LOCK);
    const { exitCode, warned } = await it.swap();
    await it.played.close();

    expect(exitCode).toBe(2);
    expect(warned).toContain(text);
    expect(it.databases.names).toEqual([NAME, RESTORED]);
    expect(it.bucket.json(LOCK)).toEqual(before);
  });

  it("asks first, and refuses where it cannot", async () => {
    const it = await stage();
    const { exitCode, warned } = await it.swap(false);
    await it.played.close();

    expect(exitCode).toBe(2);
    expect(warned).toBe(
      "Standard input is not a terminal, so no question can be asked. Nothing was changed.\nFix: Give --yes.\n",
    );
    expect(it.databases.names).toEqual([NAME, RESTORED]);
  });
});

/** Amazon EC2 speaks an XML of its own. */
const SECURITY_GROUPS = {
  status: 200,
  headers: { "content-type": "text/xml" },
  body: "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo></DescribeSecurityGroupsResponse>",
};

const { database } = environment();
const SETTINGS_OF_THE_ENVIRONMENT: Partial<DBInstance> = {
  DBInstanceClass: database.instanceClass,
  AllocatedStorage: database.storageGiB,
  MaxAllocatedStorage: database.maximumStorageGiB,
  MultiAZ: database.multiAz,
  DeletionProtection: database.deletionProtection,
  BackupRetentionPeriod: database.backupRetentionDays,
  PreferredBackupWindow: database.backupWindow,
  PreferredMaintenanceWindow: database.maintenanceWindow,
};
