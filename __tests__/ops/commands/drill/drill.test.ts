import { Interruption } from "../../../../ops/cli/outcome";
import { AwsError } from "../../played/protocols";
import { Databases, NAME, own } from "../database/databases";
import { FOUND, PASSWORD, stage } from "./stage";

const CREATE = "rds:RestoreDBInstanceToPointInTime";

const secondsAgo = (seconds: number) => Date.now() / 1_000 - seconds;
const DAY_SECONDS = 86_400;

describe("ops drill", () => {
  it("restores the newest backup, reads it, deletes it, and records that it worked", async () => {
    const it = await stage();
    const { exitCode, said, warned, facts } = await it.drill();
    await it.played.close();

    expect([exitCode, warned]).toEqual([0, ""]);
    expect(it.databases.names).toEqual([NAME]);
    const [input] = it.endpoint.inputsOf(CREATE);
    const identifier = String(input?.TargetDBInstanceIdentifier);
    expect(identifier).toMatch(/^shop-test-drill-\d{14}$/);
    expect(input).toMatchObject({
      RestoreTime: "2026-11-27T09:25:00Z",
      DBSubnetGroupName: NAME,
      DBParameterGroupName: `${NAME}-mysql84`,
      MultiAZ: "false",
      BackupRetentionPeriod: "0",
      DeletionProtection: "false",
    });
    expect(it.databases.passwords[identifier]).toBe(PASSWORD);
    expect(it.endpoint.inputsOf("rds:DeleteDBInstance")).toEqual([
      {
        Version: "2014-10-31",
        DBInstanceIdentifier: identifier,
        SkipFinalSnapshot: "true",
        DeleteAutomatedBackups: "true",
      },
    ]);
    expect(it.metrics.map(({ MetricName }) => MetricName)).toEqual(["DrillSeconds", "DaysSinceDrill"]);
    expect(facts).toMatchObject({ rows: FOUND.rows, lastMigration: FOUND.migration });
    const text = said.replaceAll(identifier, "<copy>").replace(/\d+ s/g, "<time>");
    expect(text).toMatchInlineSnapshot(`
      "Restoring shop-test from 2026-11-27T09:25:00Z as <copy>.
      Restoring <copy>: available
      Setting the password of <copy>: available
      Reading <copy> in a one-off task.
      Task 0123 is starting.
      Deleting <copy>: not there
      The newest backup of shop-test can be restored.
        backup     2026-11-27T09:25:00Z
        restore    <time>
        check      <time>: 2 tables with 53 rows
        migration  2026_01_01_000000_create_items, the last one
        deletion   <time>; nothing is left
      "
    `);
  });

  it("gives the task no password, and the address of the copy", async () => {
    const it = await stage();
    await it.drill();
    await it.played.close();

    const [input] = it.endpoint.inputsOf("ecs:RunTask");
    const text = JSON.stringify(input);
    expect(text).not.toContain(PASSWORD);
    expect(input).toMatchObject({
      taskDefinition: `${NAME}-migrate`,
      overrides: {
        containerOverrides: [
          {
            name: "migrate",
            environment: [
              {
                name: "CHECKED_HOST",
                value: expect.stringMatching(/-drill-\d{14}\.rds\.example$/) as string,
              },
              { name: "CHECKED_PORT", value: "3306" },
            ],
          },
        ],
      },
    });
    expect(JSON.stringify((input as { overrides: object }).overrides).length).toBeLessThan(8_192);
  });

  it.each<[string, object, string]>([
    ["without tables", { rows: {} }, "It has no table."],
    ["without a migration", { migration: null }, "Its table migrations is empty."],
    [
      "with a later migration",
      { migration: "2027", present: { ...FOUND.present, knows: false } },
      "Its last migration is 2027, which the present database does not know.",
    ],
    [
      "without a table that it must have",
      { rows: { migrations: 2 } },
      "It has no table items, although its last migration is that of the present database.",
    ],
  ])("fails for a copy %s, records nothing, and deletes it", async (_, change, text) => {
    const it = await stage({ lines: [`database-check ${JSON.stringify({ ...FOUND, ...change })}`] });
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(1);
    expect(warned).toContain(text);
    expect(it.databases.names).toEqual([NAME]);
    expect(it.metrics).toEqual([]);
  });

  it("accepts an older migration, and tables that a later one has added", async () => {
    const present = { migration: "2026_02", knows: true, tables: ["items", "migrations", "orders"] };
    const it = await stage({ lines: [`database-check ${JSON.stringify({ ...FOUND, present })}`] });
    const { exitCode, said } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(0);
    expect(said).toContain(`${FOUND.migration}; the present database is at 2026_02`);
  });

  it.each<[string, Parameters<typeof stage>[0], string]>([
    [
      "cannot connect",
      { lines: ['database-check {"failed":"restored","reason":"Access denied"}'] },
      "Access denied",
    ],
    ["ends badly", { lines: ["sh: php: not found"], exitCode: 127 }, "exit code 127:\nsh: php: not found"],
  ])("fails when the check %s, and deletes the copy", async (_, course, text) => {
    const it = await stage(course);
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(1);
    expect(warned).toContain(text);
    expect(it.databases.names).toEqual([NAME]);
  });

  it("leaves nothing after Ctrl-C", async () => {
    const it = await stage();
    const abort = new AbortController();
    it.endpoint.trouble = ({ action }) => {
      if (action === "RestoreDBInstanceToPointInTime") abort.abort(new Interruption());
      return undefined;
    };
    const { exitCode } = await it.drill({}, abort.signal);
    await it.played.close();

    expect(exitCode).toBe(130);
    expect(it.databases.names).toEqual([NAME]);
  });

  it("says what costs money when the copy cannot be deleted", async () => {
    const it = await stage({ exitCode: 1 });
    it.endpoint.trouble = ({ action }) =>
      action === "DeleteDBInstance" ? new AwsError("InvalidDBInstanceState", "It is busy.") : undefined;
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(1);
    expect(warned).toContain("could not be deleted, and costs money until it is: ");
    expect(warned).toMatch(
      /Fix: Delete it: npm run ops -- database drop test shop-test-drill-\d{14} --no-final-snapshot\n/,
    );
  });

  it.each([
    [27, false],
    [29, true],
  ])("with --every 28, after %i days: restores is %s, and the age is published", async (days, restores) => {
    const seconds = {
      MetricName: "DrillSeconds",
      Value: 900,
      Timestamp: secondsAgo(days * DAY_SECONDS + 60),
    };
    const it = await stage({ metrics: [seconds] });
    const { exitCode } = await it.drill({ every: 28 });
    await it.played.close();

    expect(exitCode).toBe(0);
    expect(it.endpoint.actions.includes(CREATE)).toBe(restores);
    expect(it.metrics[1]).toMatchObject({ MetricName: "DaysSinceDrill", Value: days });
  });

  it("with --every, publishes an age over the limit where there was no drill, and restores", async () => {
    const it = await stage();
    await it.drill({ every: 28 });
    await it.played.close();

    expect(it.metrics.map(({ MetricName, Value }) => [MetricName, Value])).toEqual([
      ["DaysSinceDrill", 455],
      ["DrillSeconds", expect.any(Number)],
      ["DaysSinceDrill", 0],
    ]);
  });

  it.each<[string, Databases, string]>([
    ["without a database", new Databases([]), "The database shop-test does not exist"],
    [
      "without a backup",
      new Databases([own()], [], () => undefined),
      "shop-test has no backup that could be restored.",
    ],
  ])("is refused %s, and restores nothing", async (_, databases, text) => {
    const it = await stage({ databases });
    const { exitCode, warned } = await it.drill();
    await it.played.close();

    expect(exitCode).toBe(2);
    expect(warned).toContain(text);
    expect(it.endpoint.actions.filter((action) => /Restore|Modify|Delete/.test(action))).toEqual([]);
  });
});
