import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { given } from "../../../facts/given";
import { MYSQL_PORT } from "../../../facts/mysql";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { STARTED_BY_OPERATOR } from "../../diagnosis/stopped-tasks";
import { runInTask } from "../run/command-task";

/** What the program prints before its JSON. */
const MARK = "database-check ";

/** The program as `php -r` takes it. The overrides of a task can have 8,192 characters (RunTask, Amazon ECS API Reference). */
export const CHECK = readFileSync(join(__dirname, "check.php"), "utf8")
  .replace(/^<\?php\s+\/\*[\s\S]*?\*\/\s+/, "")
  .trim();

const found = z.union([
  z.object({
    rows: z.record(z.string(), z.number()),
    migration: z.string().nullable(),
    present: z.object({
      migration: z.string().nullable(),
      knows: z.boolean(),
      tables: z.array(z.string()),
    }),
  }),
  z.object({ failed: z.enum(["restored", "present"]), reason: z.string() }),
]);

/** What a check has read in a restored database. */
export interface Checked {
  /** The number of rows, by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly lastMigration: string;
  readonly presentMigration: string | null;
}

export interface CheckedInstance {
  readonly identifier: string;
  readonly address: string;
  readonly port?: number | undefined;
}

/**
 * Reads a restored database in a one-off task, as the owner of the schema: the password is in the task and nowhere else.
 *
 * @throws Failure when it cannot be read, or what it has is not what the present database had
 */
export async function checkInTask(operation: Operation, instance: CheckedInstance): Promise<Checked> {
  const lines: string[] = [];
  const { exitCode } = await runInTask(operation, {
    taskDefinition: operation.names.taskFamily("migrate").name,
    container: "migrate",
    command: ["php", "-r", CHECK],
    environment: {
      CHECKED_HOST: instance.address,
      CHECKED_PORT: String(instance.port ?? MYSQL_PORT),
    },
    startedBy: STARTED_BY_OPERATOR,
    stopOnInterrupt: () => Promise.resolve(true),
    print: (line) => lines.push(line),
  });
  const line = lines.find((each) => each.startsWith(MARK));
  if (exitCode === 0 && line !== undefined) return judged(instance.identifier, line.slice(MARK.length));
  throw new Failure(
    [`The check of ${instance.identifier} ended with exit code ${exitCode}:`, ...lines].join("\n"),
  );
}

/** @throws Failure with everything that is wrong with the restored database */
export function judged(identifier: string, json: string): Checked {
  const read = found.parse(JSON.parse(json));
  if ("failed" in read) {
    const which = read.failed === "restored" ? identifier : "the present database";
    throw new Failure(`The check could not read ${which}: ${read.reason}`);
  }
  const { rows, migration, present } = read;
  const missing = present.tables.filter((table) => !(table in rows));
  const problems = given(
    Object.keys(rows).length === 0 && "It has no table.",
    migration === null && "Its table migrations is empty.",
    migration !== null &&
      !present.knows &&
      `Its last migration is ${migration}, which the present database does not know.`,
    // A later migration may have created tables.
    migration !== null &&
      migration === present.migration &&
      missing.length > 0 &&
      `It has no table ${missing.join(", ")}, although its last migration is that of the present database.`,
  );
  if (problems.length === 0)
    return { rows, lastMigration: migration ?? "", presentMigration: present.migration };
  throw new Failure([`${identifier} is not what the present database was:`, ...problems].join("\n  "), {
    instance: identifier,
    problems,
  });
}
