import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { addCommand } from "../../cli/add-command";
import { operate } from "../../cli/command";
import type { DrillOptions } from "../drill/drill";
import type { CloneOptions } from "../transfer/clone";
import type { DumpOptions } from "../transfer/dump";
import type { ImportOptions } from "../transfer/import";
import type { DropOptions } from "./drop";
import type { RestoreCommandOptions } from "./restore-command";

const days = (given: string): number => {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError("It must be a whole number of days, at least 1.");
  }
  return number;
};

/** Adds `ops database` and `ops drill`: backups, restoring them, and copies of the data. */
export function addDatabase(program: Command): void {
  const database = program
    .command("database")
    .description("backups of the database, restoring them, and copies of its data");
  addCommand(database, "backups", "show what the database can be restored from").action(
    operate(async (operation) => (await import("./backups")).backups(operation)),
  );
  addCommand(database, "restore", "restore the database beside the present one, or swap the two")
    .option("--at <time>", "a time with its zone, e.g. 2026-11-27T18:30:00+09:00")
    .option("--snapshot <id>", "a snapshot, from database backups")
    .option("--swap <instance>", "make a restored database the database of the environment")
    .option("-y, --yes", "do not ask before the swap")
    .action(
      operate<RestoreCommandOptions & { json?: boolean }>(async (operation, options) =>
        (await import("./restore-command")).restore(operation, options),
      ),
    );
  addCommand(database, "drop", "delete a restored or replaced database, with a final snapshot")
    .argument("<instance>", "e.g. api-production-replaced-20261127093000")
    .option("-y, --yes <instance>", "its name again, in place of the question")
    .option("--no-final-snapshot", "delete it without a final snapshot")
    .action(
      operate<DropOptions & { json?: boolean }>(async (operation, options, [instance = ""]) =>
        (await import("./drop")).drop(operation, instance, options),
      ),
    );

  addCommand(database, "dump", "write the database into a compressed file, or into S3")
    .requiredOption("--to <place>", "a file, or s3://<bucket>/<key>")
    .option("--bucket-owner <account>", "the account of that bucket, if it is not the environment's")
    .option("--instance <id>", "a restored or replaced database, from database restore")
    .option("--tables <tables>", "only these, separated by commas", (given: string) => given.split(","))
    .action(
      operate<DumpOptions & { json?: boolean }>(
        async (operation, options) => (await import("../transfer/dump")).dump(operation, options),
        { needsTasks: true },
      ),
    );
  addCommand(database, "import", "replace tables of the database by those of a dump")
    .requiredOption("--from <place>", "a file, or s3://<bucket>/<key>")
    .option("--anonymize <script>", 'a file with SQL, or "artisan <command>", before the tables are replaced')
    .option("-y, --yes <environment>", "its name again, in place of the question")
    .action(
      operate<ImportOptions & { json?: boolean }>(
        async (operation, options) => (await import("../transfer/import")).importDump(operation, options),
        { needsTasks: true },
      ),
    );
  addCommand(database, "clone", "replace the tables of another environment by those of this one")
    .requiredOption("--to <environment>", "whose tables are replaced, e.g. staging")
    .option("--anonymize <script>", 'a file with SQL, or "artisan <command>", before the tables are replaced')
    .option("-y, --yes <environment>", "the name of that environment, in place of the question")
    .action(
      operate<CloneOptions & { json?: boolean }>(
        async (operation, options) => (await import("../transfer/clone")).clone(operation, options),
        { needsTasks: true },
      ),
    );

  addCommand(program, "drill", "restore the newest backup beside the database, read it, and delete it")
    .option("--every <days>", "do nothing if the last successful drill is younger", days)
    .action(
      operate<DrillOptions & { json?: boolean }>(
        async (operation, options) => (await import("../drill/drill")).drill(operation, options),
        { needsTasks: true },
      ),
    );
}
