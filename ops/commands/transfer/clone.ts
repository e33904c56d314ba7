import { PassThrough } from "node:stream";
import { inShell } from "../../../facts/shell-words";
import { commandLine } from "../../cli/command-line";
import { environmentsFile } from "../../cli/environments-file";
import { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { requireRunning } from "../../cli/switched-off";
import { withLock } from "../../release/lock";
import { requireTyped } from "../database/consent";
import { requirePrograms as requireSessionPrograms } from "../shell/session";
import { anonymizeOf } from "./anonymize";
import { Client } from "./client";
import { exchangeTables } from "./exchange";
import type { Loaded } from "./exchange";
import { questionOf, reportImport } from "./import";
import { measure, requireNoDowngrade, requireRoom } from "./measured";
import { requirePrograms } from "./programs";
import { throughTunnel } from "./tunnel";

export interface CloneOptions {
  /** The environment whose tables are replaced. */
  readonly to: string;
  /** A file with SQL, or `artisan <command>`. @default the rows are copied as they are */
  readonly anonymize?: string;
  /** The name of that environment, in place of the question. */
  readonly yes?: string;
}

/** Replaces the tables of another environment by those of this one, through this machine and without a file. */
export async function clone(source: Operation, options: CloneOptions): Promise<Facts> {
  const { output, signal } = source;
  const target = new Operation((await environmentsFile()).environmentNamed(options.to), output, signal);
  return cloneInto(source, target, options);
}

/** The same for an environment that is not in `environments/`. */
export async function cloneInto(source: Operation, target: Operation, options: CloneOptions): Promise<Facts> {
  const { output, signal, environment } = source;
  requireNeighbours(source, target, options);
  requireRunning(target.environment);
  const programs = requirePrograms();
  requireSessionPrograms();
  const began = performance.now();
  const anonymize = await anonymizeOf(target, options.anonymize);
  return throughTunnel(source, async (from) => {
    const dumped = new Client(from, programs, signal);
    const { bytes, version } = await measure(dumped);
    await requireRoom(target, bytes);
    await requireTyped(target.environmentName, {
      given: options.yes,
      question: questionOf(target, { what: environment.name, isPartial: false, options }),
      flag: `--yes ${target.environmentName}`,
    });
    const tables = await withLock(target, { command: "database clone", aim: environment.name }, (lock) =>
      throughTunnel(target, async (to) => {
        const client = new Client(to, programs, signal);
        requireNoDowngrade(version, (await measure(client)).version);
        output.progress(`Copying ${environment.name} beside the tables of ${target.environment.name}.`);
        return copyTables(dumped, client, {
          anonymize,
          warn: (message) => output.warn(message),
          requireLock: () => lock.require(),
        });
      }),
    );
    return reportImport(target, { what: environment.name, tables, began });
  });
}

/** Replaces the tables of one database by those of another, row by row. */
export async function copyTables(
  from: Client,
  to: Client,
  options: Pick<Loaded, "anonymize" | "warn" | "requireLock">,
): Promise<string[]> {
  const sql = new PassThrough();
  // It may fail before it is read. The reader gets the error.
  sql.on("error", () => undefined);
  // A dump that fails must not look like one that has ended.
  from.dump([], sql).then(
    () => sql.end(),
    (error: Error) => sql.destroy(error),
  );
  try {
    return await exchangeTables(to, { ...options, sql, isPartial: false });
  } finally {
    // Ends a dump that no one reads.
    sql.destroy();
  }
}

/** @throws Refusal where a copy would not be one between two databases of an account */
function requireNeighbours(source: Operation, target: Operation, { anonymize }: CloneOptions): void {
  const { environment } = source;
  if (environment.name === target.environment.name) {
    throw new Refusal(
      `${source.environmentName} cannot be cloned into itself.\nFix: Give another environment: --to <environment>`,
    );
  }
  if (environment.accountId === target.environment.accountId) return;
  throw new Refusal(
    `${source.environmentName} is in account ${environment.accountId}, and ${target.environmentName} in ${target.environment.accountId}: no credentials are for both.\n` +
      "Fix: Dump into a file, then import it with the credentials of the other account:\n" +
      `  ${commandLine(environment, "database dump", "--to copy.sql.gz")}\n` +
      `  ${commandLine(target.environment, "database import", inShell(["--from", "copy.sql.gz", ...(anonymize === undefined ? [] : ["--anonymize", anonymize])]))}`,
  );
}
