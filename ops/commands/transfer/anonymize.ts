import { createReadStream, existsSync } from "node:fs";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { STARTED_BY_OPERATOR } from "../../diagnosis/stopped-tasks";
import { requireMigrationTask } from "../drill/migration-task";
import { runInTask } from "../run/command-task";
import type { Client } from "./client";

/** Changes the loaded tables before anything else reads them. The client has rights on no other database. */
export type Anonymize = (client: Client, databaseName: string) => Promise<void>;

/**
 * What `--anonymize` asks for: an SQL script, or a command of Laravel, which runs in a task of the environment that gets the data.
 *
 * @throws Refusal for a file that does not exist, and for a command before there is a task that could run it
 */
export async function anonymizeOf(operation: Operation, given?: string): Promise<Anonymize | undefined> {
  if (given === undefined) return undefined;
  if (!given.startsWith("artisan ")) {
    if (existsSync(given))
      return (client, databaseName) => client.load(createReadStream(given), databaseName);
    throw new Refusal(
      `--anonymize: ${given} does not exist.\nFix: Give a file with SQL, or a command of Laravel: --anonymize "artisan <command>"`,
    );
  }
  await requireMigrationTask(operation);
  return async (_client, databaseName) => {
    const { exitCode } = await runInTask(operation, {
      taskDefinition: operation.names.taskFamily("migrate").name,
      container: "migrate",
      command: given.split(/\s+/),
      environment: { DB_DATABASE: databaseName },
      startedBy: STARTED_BY_OPERATOR,
      stopOnInterrupt: () => Promise.resolve(true),
    });
    if (exitCode !== 0) {
      throw new Failure(
        `${given} ended with exit code ${exitCode}. Nothing was changed.\n` +
          `Fix: Its log is above, and in ${commandLine(operation.environment, "logs", "--container migrate")}`,
      );
    }
  };
}
