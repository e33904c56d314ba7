import { commandLine } from "../../cli/command-line";
import { duration } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { withLock } from "../../release/lock";
import { requireTyped } from "../database/consent";
import { requirePrograms as requireSessionPrograms } from "../shell/session";
import { anonymizeOf } from "./anonymize";
import { Client } from "./client";
import { exchangeTables } from "./exchange";
import { headerOf } from "./header";
import { measure, requireNoDowngrade, requireRoom } from "./measured";
import { sourceOf } from "./place";
import { requirePrograms } from "./programs";
import { sqlSource } from "./sql-source";
import { throughTunnel } from "./tunnel";

export interface ImportOptions {
  /** A file, or `s3://<bucket>/<key>`. */
  readonly from: string;
  /** A file with SQL, or `artisan <command>`. @default the rows are loaded as they are */
  readonly anonymize?: string;
  /** The name of the environment, in place of the question. */
  readonly yes?: string;
}

/** Replaces the tables of the environment's database by those of a dump. */
export async function importDump(operation: Operation, options: ImportOptions): Promise<Facts> {
  const { environment, environmentName, signal } = operation;
  const { from } = options;
  const programs = requirePrograms();
  requireSessionPrograms();
  const began = performance.now();
  const anonymize = await anonymizeOf(operation, options.anonymize);
  const raw = sourceOf(from, { region: environment.region, signal });
  try {
    const source = await sqlSource(raw);
    const header = headerOf(source.firstLine);
    // Without our header it may be the dump of one table.
    const isPartial = header?.isPartial ?? true;
    if (header) await requireRoom(operation, header.bytes);
    else if (!source.hasEnd)
      operation.output.warn(
        `${from} is not of mysqldump or mariadb-dump, which mark the end of a dump. If its end is missing, the rows that it lacks are lost.`,
      );
    await requireTyped(environmentName, {
      given: options.yes,
      question: questionOf(operation, { what: from, isPartial, options }),
      flag: `--yes ${environmentName}`,
    });
    const tables = await withLock(operation, { command: "database import", aim: from }, (lock) =>
      throughTunnel(operation, async (server) => {
        const client = new Client(server, programs, signal);
        if (header) requireNoDowngrade(header.version, (await measure(client)).version);
        operation.output.progress(`Loading ${from} beside the tables of ${environment.name}.`);
        return exchangeTables(client, {
          sql: source.sql,
          isPartial,
          anonymize,
          warn: (message) => operation.output.warn(message),
          requireLock: () => lock.require(),
        });
      }),
    );
    return reportImport(operation, { what: from, tables, began });
  } finally {
    raw.destroy();
  }
}

/** What is asked before tables are replaced. */
export function questionOf(
  { environment }: Operation,
  {
    what,
    isPartial,
    options,
  }: { what: string; isPartial: boolean; options: Pick<ImportOptions, "anonymize"> },
): string {
  return [
    `${isPartial ? "The tables of the dump replace those" : "All tables"} of ${environment.name}, the database of ${environment.environment}${environment.production ? ", which is a PRODUCTION environment" : ""}${isPartial ? "." : `, are replaced by those of ${what}.`}`,
    options.anonymize === undefined
      ? "The rows are copied as they are, also those about customers (--anonymize changes them first)."
      : `${options.anonymize} changes the rows first.`,
    "The rows that are replaced are lost, except in the backups.",
  ].join("\n");
}

/** Prints which tables are new. */
export function reportImport(
  { environment, output }: Operation,
  { what, tables, began }: { what: string; tables: readonly string[]; began: number },
): Facts {
  output.print(
    [
      `${environment.name} has ${tables.length} tables of ${what}, after ${duration(performance.now() - began)}. They were exchanged in one step.`,
      "Next: if the code there is newer than the data, migrate:",
      `  ${commandLine(environment, "run", "-- artisan migrate --force")}`,
    ].join("\n"),
  );
  return { database: environment.name, from: what, tables };
}
