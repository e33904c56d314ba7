import type { DBSnapshot } from "@aws-sdk/client-rds";
import { deploy } from "../../../ops/release/deploy";
import { takeSnapshot } from "../../../ops/release/snapshot";
import { NAME, snapshot } from "../commands/database/databases";
import { environment, healthy } from "../diagnosis/observed";
import type { Trouble } from "../played/endpoint";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

const manual = (id: string, day: number, changes: Partial<DBSnapshot> = {}) =>
  snapshot({
    DBSnapshotIdentifier: `${NAME}-${id}`,
    SnapshotType: "manual",
    SnapshotCreateTime: new Date(Date.UTC(2026, 9, day)),
    ...changes,
  });

/** An RDS whose snapshots need two looks. */
async function stage(kept: DBSnapshot[] = []) {
  const snapshots = [...kept];
  let looks = 0;
  const played = await Played.open(environment(), healthy, {
    rds: {
      DescribeDBSnapshots: () => {
        looks += 1;
        const busy = snapshots.find(({ Status }) => Status === "creating");
        if (busy && looks % 3 === 0) busy.Status = "available";
        return { DBSnapshots: snapshots };
      },
      CreateDBSnapshot: ({ DBSnapshotIdentifier = "" }: { DBSnapshotIdentifier?: string }) => {
        if (snapshots.some((each) => each.DBSnapshotIdentifier === DBSnapshotIdentifier))
          throw new AwsError("DBSnapshotAlreadyExists", DBSnapshotIdentifier);
        const created = snapshot({ DBSnapshotIdentifier, SnapshotType: "manual", Status: "creating" });
        created.SnapshotCreateTime = new Date();
        snapshots.push(created);
        return { DBSnapshot: created };
      },
      DeleteDBSnapshot: ({ DBSnapshotIdentifier }: { DBSnapshotIdentifier?: string }) => {
        const at = snapshots.findIndex((each) => each.DBSnapshotIdentifier === DBSnapshotIdentifier);
        return { DBSnapshot: snapshots.splice(at, 1)[0] };
      },
    },
  });
  const take = () => played.run(async (operation) => ({ id: await takeSnapshot(operation, "5D6e7f8_x") }));
  const trouble = (give: (action: string, nth: number) => Trouble) => {
    played.endpoint.trouble = ({ action }, nth) => give(action, nth);
  };
  return { played, snapshots, take, trouble, actions: () => played.endpoint.actions };
}

describe("ops deploy --snapshot", () => {
  it("names the snapshot by the release, waits, and prints how to restore it", async () => {
    const { take, played, snapshots } = await stage();
    const { exitCode, said, warned, facts } = await take();
    await played.close();

    expect([exitCode, warned]).toEqual([0, ""]);
    const id = String(facts.id);
    expect(id).toMatch(/^shop-test-release-5d6e7f8-x-\d{14}$/);
    expect(snapshots).toMatchObject([{ DBSnapshotIdentifier: id, Status: "available" }]);
    const text = said.replaceAll(id, "<id>").replace(/\d+ s\./, "<time>.");
    expect(text).toMatchInlineSnapshot(`
      "Taking the snapshot <id>.
      Snapshot <id>: creating, 0 %
      Snapshot <id>: available, 0 %
      The snapshot was taken in <time>. To return to it:
        npm run ops -- database restore test --snapshot <id>
        cost  1 such snapshots of a database of 40 GiB. RDS bills backups only where those of the region are larger than its databases.
      "
    `);
  });

  it("keeps the newest five, and none but those of releases is deleted", async () => {
    const { take, played, snapshots } = await stage([
      ...[1, 2, 3, 4, 5, 6].map((day) => manual(`release-a-2026100${day}000000`, day)),
      manual("before-the-upgrade", 1),
      manual("release-2-without-the-old-tables", 1),
    ]);
    const { exitCode } = await take();
    await played.close();

    expect(exitCode).toBe(0);
    const names = snapshots.map(({ DBSnapshotIdentifier = "" }) =>
      DBSnapshotIdentifier.slice(NAME.length + 1),
    );
    expect(names.slice(0, 6)).toEqual([
      ...[3, 4, 5, 6].map((day) => `release-a-2026100${day}000000`),
      "before-the-upgrade",
      "release-2-without-the-old-tables",
    ]);
    expect(names).toHaveLength(7);
  });

  it("waits for the snapshot that a killed run has begun", async () => {
    const begun = manual("release-5d6e7f8-x-20261127093000", 7, { Status: "creating" });
    const { take, played, actions } = await stage([begun]);
    const { facts } = await take();
    await played.close();

    expect(facts.id).toBe(begun.DBSnapshotIdentifier);
    expect(actions()).not.toContain("rds:CreateDBSnapshot");
  });

  it("takes one although RDS is busy at first, and a response is lost", async () => {
    const it = await stage();
    let creates = 0;
    it.trouble((action) => {
      if (action !== "CreateDBSnapshot") return undefined;
      creates += 1;
      return creates === 1
        ? new AwsError("InvalidDBInstanceState", "backing up")
        : creates === 2
          ? "lost"
          : undefined;
    });
    const { exitCode, warned } = await it.take();
    await it.played.close();

    expect([exitCode, warned]).toEqual([0, ""]);
    expect(it.snapshots).toHaveLength(1);
  });

  it("is complete when it was killed before any of its calls, and then run again", async () => {
    const dry = await stage();
    await dry.take();
    const count = dry.actions().length;
    await dry.played.close();
    for (let killed = 2; killed <= count; killed += 1) {
      const it = await stage();
      it.trouble((_, nth) => (nth >= killed ? new AwsError("Killed", "killed", 403) : undefined));
      await it.take();
      it.trouble(() => undefined);
      const { exitCode, facts } = await it.take();
      await it.played.close();
      expect({ killed, exitCode }).toEqual({ killed, exitCode: 0 });
      expect(it.snapshots.find((each) => each.DBSnapshotIdentifier === facts.id)?.Status).toBe("available");
    }
  }, 60_000);

  it("continues with the release when an old one cannot be deleted", async () => {
    const it = await stage([1, 2, 3, 4, 5].map((day) => manual(`release-a-2026100${day}000000`, day)));
    it.trouble((action) =>
      action === "DeleteDBSnapshot" ? new AwsError("InvalidDBSnapshotState", "no") : undefined,
    );
    const { exitCode, warned } = await it.take();
    await it.played.close();

    expect(exitCode).toBe(0);
    expect(warned).toContain("The old snapshot shop-test-release-a-20261001000000 could not be deleted");
  });

  it.each([
    ["AccessDenied", "Set database.releaseSnapshots in environments/test.ts"],
    ["DBInstanceNotFound", "test has no database shop-test, so no snapshot can be taken."],
    ["SnapshotQuotaExceeded", "raise the quota Manual DB instance snapshots"],
  ])("is refused for %s, before anything is changed", async (code, text) => {
    const it = await stage();
    it.trouble((action) => (action === "CreateDBSnapshot" ? new AwsError(code, "No.", 403) : undefined));
    const { exitCode, warned } = await it.take();
    await it.played.close();

    expect(exitCode).toBe(2);
    expect(warned).toContain(text);
    expect(it.snapshots).toEqual([]);
  });

  it.each([
    { tag: "5d6e7f8", migrate: false },
    { nginx: "5d6e7f8", migrate: true },
  ])("is refused where no migration runs: %j", async (options) => {
    const it = await stage();
    const { exitCode, warned } = await it.played.run((operation) =>
      deploy(operation, { ...options, snapshot: true, timeout: 1 }),
    );
    await it.played.close();
    expect(exitCode).toBe(2);
    expect(warned).toContain("--snapshot is for the migration, and this release runs none.");
  });
});
