import { Played } from "../../played/played";
import { backups } from "../../../../ops/commands/database/backups";
import { environment, healthy } from "../../diagnosis/observed";
import { Databases, NAME, own, restored, RESTORED, snapshot } from "./databases";

const LAST_DRILL = { Timestamp: Date.parse("2026-11-20T04:00:00Z") / 1_000, Maximum: 1_260 };

async function shown(
  databases: Databases,
  drills: object[] = [LAST_DRILL],
  changes: Readonly<Record<string, unknown>> = {},
  copyJobs: readonly Readonly<Record<string, unknown>>[] = [],
) {
  const played = await Played.open(environment(changes), healthy, {
    rds: databases.rds,
    cloudwatch: { GetMetricStatistics: () => ({ Datapoints: drills }) },
    backup: {
      ListCopyJobs: (asked: Readonly<Record<string, string>>) => ({
        CopyJobs: copyJobs.filter(
          (job) =>
            job.ResourceArn === asked.resourceArn &&
            job.DestinationBackupVaultArn === asked.destinationVaultArn &&
            job.State === asked.state,
        ),
      }),
    },
  });
  try {
    return await played.run((operation) => backups(operation));
  } finally {
    await played.close();
  }
}

describe("ops database backups", () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date("2026-11-27T09:30:00Z"),
      doNotFake: [
        "nextTick",
        "setImmediate",
        "setTimeout",
        "setInterval",
        "clearTimeout",
        "clearInterval",
        "queueMicrotask",
        "performance",
      ],
    });
  });
  afterEach(() => jest.useRealTimers());

  it("shows the window, the snapshots from the newest on, their age, and the next command", async () => {
    const older = snapshot({
      DBSnapshotIdentifier: "before-the-upgrade",
      SnapshotType: "manual",
      SnapshotCreateTime: new Date("2026-10-01T00:00:00Z"),
      Encrypted: false,
    });
    const foreign = snapshot({ DBSnapshotIdentifier: "foreign", DBInstanceIdentifier: `${NAME}-eu` });
    const { exitCode, said, facts } = await shown(new Databases([own()], [older, foreign, snapshot()]));

    expect(exitCode).toBe(0);
    expect(said).toMatchInlineSnapshot(`
      "Any point in time (UTC):
        2026-11-20T09:00:00Z to 2026-11-27T09:25:00Z  shop-test
      Snapshots, newest first:
        rds:shop-test-2026-11-26-17-05  automated  2026-11-26T17:05:00Z (16 h 25 min ago)  40 GiB  mysql 8.4.6  encrypted  available
        before-the-upgrade  manual  2026-10-01T00:00:00Z (57 d 9 h ago)  40 GiB  mysql 8.4.6  NOT encrypted  available
      The newest snapshot was taken 16 h 25 min ago.
      A restore was last tried 7 d 5 h ago (ops drill), and took 21 min.
      Next: restore beside the database, which changes nothing in it:
        npm run ops -- database restore test --at 2026-11-27T09:25:00Z
      "
    `);
    expect(facts).toMatchObject({ newestSnapshotAgeHours: 16.4, warnings: [] });
  });

  it("says when no restore was ever tried", async () => {
    const { said, facts } = await shown(new Databases([own()]), []);

    expect(said).toContain(
      "No restore was tried in the last 15 months. Try one: npm run ops -- drill test\n",
    );
    expect(facts.lastDrill).toBeUndefined();
  });

  it("shows the databases beside it", async () => {
    const { said, facts } = await shown(new Databases([own(), restored()]));

    expect(said).toContain(`each of which costs as much:\n  ${RESTORED}  available\n`);
    expect(facts.copies).toEqual([RESTORED]);
  });

  it("warns of snapshots that are not taken any more", async () => {
    const old = snapshot({ SnapshotCreateTime: new Date("2026-11-26T07:00:00Z") });
    const { facts } = await shown(new Databases([own()], [old]));

    expect(facts.warnings).toEqual([expect.stringMatching(/^RDS took no snapshot in the last 26 hours/)]);
  });

  it("warns of the present database, although a replaced one and a release have newer backups", async () => {
    const REPLACED = `${NAME}-replaced-20261126120000`;
    const databases = new Databases(
      [own({ DbiResourceId: "db-NEW" }), own({ DBInstanceIdentifier: REPLACED })],
      [
        snapshot({ DBInstanceIdentifier: REPLACED }),
        snapshot({ SnapshotType: "manual" }),
        snapshot({ SnapshotCreateTime: new Date("2026-11-25T17:05:00Z") }),
      ],
    );
    const { facts } = await shown(databases);

    expect(facts.warnings).toEqual([
      expect.stringContaining("No point in time can be restored"),
      expect.stringContaining("RDS took no snapshot in the last 26 hours"),
    ]);
  });

  describe("with copies in another region", () => {
    const elsewhere = { "database.copies": { region: "eu-central-1" } };
    const copy = (day: string) =>
      snapshot({
        DBSnapshotIdentifier: `awsbackup:copyjob-${day}`,
        SnapshotType: "awsbackup",
        SnapshotCreateTime: new Date(`2026-11-${day}T19:00:00Z`),
      });
    const other = { ...copy("26"), DBInstanceIdentifier: "other" };

    it("shows each with its age, from the newest on", async () => {
      const databases = new Databases([own()], [snapshot(), copy("25"), copy("26"), other]);
      const { said, facts } = await shown(databases, [LAST_DRILL], elsewhere);

      expect(said).toContain(`Copies in eu-central-1, newest first (docs/recover.md):
  awsbackup:copyjob-26  awsbackup  2026-11-26T19:00:00Z (14 h 30 min ago)  40 GiB  mysql 8.4.6  encrypted  available
  awsbackup:copyjob-25  awsbackup  2026-11-25T19:00:00Z (1 d 14 h ago)  40 GiB  mysql 8.4.6  encrypted  available
`);
      expect(facts).toMatchObject({
        elsewhere: { region: "eu-central-1", snapshots: [{ id: "awsbackup:copyjob-26" }, {}] },
        warnings: [],
      });
    });

    it("warns where there is none, and where the newest is old", async () => {
      const none = await shown(new Databases([own()], [snapshot()]), [LAST_DRILL], elsewhere);
      expect(none.facts.warnings).toEqual([
        "eu-central-1 has no copy of the database yet. Look at the copy jobs in the console of AWS Backup.",
      ]);
      const old = await shown(new Databases([own()], [snapshot(), copy("25")]), [LAST_DRILL], elsewhere);
      expect(old.facts.warnings).toEqual([]);
      const older = await shown(new Databases([own()], [snapshot(), copy("24")]), [LAST_DRILL], elsewhere);
      expect(older.facts.warnings).toEqual([
        "The newest copy in eu-central-1 is older than 2 days. Look at the copy jobs in the console of AWS Backup.",
      ]);
    });
  });

  describe("with copies in another account", () => {
    const elsewhere = { "database.copies": { region: "eu-central-1", account: "999988887777" } };
    const job = (day: string, changes: object = {}) => ({
      ResourceArn: `arn:aws:rds:eu-west-1:111122223333:db:${NAME}`,
      DestinationBackupVaultArn: `arn:aws:backup:eu-central-1:999988887777:backup-vault:${NAME}`,
      DestinationRecoveryPointArn: `arn:aws:rds:eu-central-1:999988887777:snapshot:awsbackup:copyjob-${day}`,
      CreationDate: new Date(`2026-11-${day}T19:00:00Z`),
      State: "COMPLETED",
      ...changes,
    });
    const databases = () => new Databases([own()], [snapshot()]);

    it("shows those that AWS Backup has completed", async () => {
      const jobs = [
        job("25"),
        job("26"),
        job("27", { State: "FAILED" }),
        job("27", { ResourceArn: "other" }),
      ];
      const { said, facts } = await shown(databases(), [LAST_DRILL], elsewhere, jobs);

      expect(said).toContain(`Copies in account 999988887777 in eu-central-1, newest first (docs/recover.md):
  awsbackup:copyjob-26  2026-11-26T19:00:00Z (14 h 30 min ago)
  awsbackup:copyjob-25  2026-11-25T19:00:00Z (1 d 14 h ago)
`);
      expect(facts).toMatchObject({
        elsewhere: { account: "999988887777", snapshots: [{ id: "awsbackup:copyjob-26" }, {}] },
        warnings: [],
      });
    });

    it("warns where there is none", async () => {
      const { facts } = await shown(databases(), [LAST_DRILL], elsewhere, [job("26", { State: "FAILED" })]);
      expect(facts.warnings).toEqual([
        "account 999988887777 in eu-central-1 has no copy of the database yet. Look at the copy jobs in the console of AWS Backup.",
      ]);
    });
  });

  it("warns where no point in time can be restored, and offers the snapshot", async () => {
    const { facts } = await shown(new Databases([own()], [snapshot()], () => undefined));

    expect(facts.warnings).toEqual([expect.stringContaining("the database has no automated backups")]);
    expect(facts.next).toBe(`npm run ops -- database restore test --snapshot rds:${NAME}-2026-11-26-17-05`);
  });

  it("warns where there is nothing at all", async () => {
    const { said } = await shown(new Databases([own()], [], () => undefined));

    expect(said).toMatch(/\nWarning: The database has no backup\.\n$/);
  });
});
