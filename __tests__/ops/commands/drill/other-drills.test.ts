import { AwsError } from "../../played/protocols";
import { Databases, NAME, own } from "../database/databases";
import { stage } from "./stage";

const LEFT = `${NAME}-drill-20261127093000`;
const CREATE = "rds:RestoreDBInstanceToPointInTime";

/** A copy that a killed drill has left. */
const left = (restoredAt: Date) =>
  own({
    DBInstanceIdentifier: LEFT,
    DBInstanceArn: `arn:aws:rds:eu-west-1:111122223333:db:${LEFT}`,
    DbiResourceId: "db-LEFT",
    DeletionProtection: false,
    TagList: [
      { Key: "restored-from", Value: "2026-11-27T09:00:00Z" },
      { Key: "restored-at", Value: restoredAt.toISOString() },
    ],
  });

const TWELVE_HOURS_MILLISECONDS = 12 * 3_600_000;

describe("ops drill beside another one", () => {
  it("is refused while another one may be running, and changes nothing", async () => {
    const it = await stage({
      databases: new Databases([own(), left(new Date(Date.now() - 34 * 60_000))]),
    });
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(2);
    expect(warned).toMatchInlineSnapshot(`
      "Another drill of test is running, or was killed: it began to restore shop-test-drill-20261127093000 34 min ago.
      Fix: Wait until it has ended. If none is running, delete its copy: npm run ops -- database drop test shop-test-drill-20261127093000 --no-final-snapshot
           Otherwise the first drill after 12 hours deletes it.
      "
    `);
    expect(it.endpoint.actions.filter((action) => /Restore|Modify|Delete|RunTask/.test(action))).toEqual([]);
  });

  it("is not disturbed by a second one, which is refused", async () => {
    const other = await stage();
    let second: number | undefined;
    const beforeCheck = async () => {
      second = (await other.drill()).exitCode;
    };
    const it = await stage({ databases: other.databases, beforeCheck });
    const first = await it.drill();
    expect(second).toBe(2);
    await it.played.close();
    await other.played.close();

    expect(first.exitCode).toBe(0);
    expect(it.endpoint.inputsOf(CREATE)).toHaveLength(1);
    expect(it.databases.names).toEqual([NAME]);
  });

  it("is refused when another one began in the same second, and leaves its copy alone", async () => {
    const it = await stage();
    it.endpoint.trouble = ({ action }) =>
      action === "RestoreDBInstanceToPointInTime"
        ? new AwsError("DBInstanceAlreadyExists", "DB instance already exists")
        : undefined;
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect([exitCode, warned]).toEqual([2, expect.stringContaining("Another drill of test is running")]);
    expect(it.endpoint.actions).not.toContain("rds:DeleteDBInstance");
  });

  it("deletes what a drill has left that was killed twelve hours ago, and restores", async () => {
    const it = await stage({
      databases: new Databases([own(), left(new Date(Date.now() - TWELVE_HOURS_MILLISECONDS - 1_000))]),
    });
    const { exitCode, said } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(0);
    expect(said).toContain(`A drill that was killed has left ${LEFT}. It is being deleted.`);
    expect(it.endpoint.actions).toContain(CREATE);
    expect(it.databases.names).toEqual([NAME]);
  });
});
