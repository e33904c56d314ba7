import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../cli/operation";
import type { Revision } from "../ecs/revision";

/** What `artisan migrate` prints for a finished migration: Laravel 9.21 and later, and before. */
const DONE = /\bDONE\b|Migrated:/;
const MIGRATION = /(?<!\w)\d{4}_\d{2}_\d{2}_\d{6}_\w+/;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;

export interface Migrations {
  readonly names: string[];
  /** Whether the log goes back that far. */
  readonly complete: boolean;
}

/**
 * The migrations that ran since a revision was registered, from the log. A rollback of the code does not revert them in the
 * database.
 */
export async function migrationsSince(operation: Operation, { registeredAt }: Revision): Promise<Migrations> {
  const since = registeredAt ?? new Date(0);
  const kept = new Date(Date.now() - operation.environment.logs.retentionDays * DAY_MILLISECONDS);
  const names = new Set<string>();
  try {
    const pages = paginateFilterLogEvents(
      { client: operation.client(CloudWatchLogsClient) },
      {
        logGroupName: operation.names.logGroup("migrate"),
        startTime: since.getTime(),
        filterPattern: "?DONE ?Migrated",
      },
    );
    for await (const { events = [] } of pages) {
      for (const { message = "" } of events) {
        const [name] = DONE.test(message) ? (MIGRATION.exec(message) ?? []) : [];
        if (name) names.add(name);
      }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return { names: [...names], complete: since >= kept };
}

/** The warning before a rollback; undefined when no migration ran since the revision. */
export function warningOf({ names, complete }: Migrations, revision: Revision): string | undefined {
  if (names.length > 0) {
    return (
      `These migrations ran since ${revision.name}, and the rollback does not revert them:\n` +
      names.map((name) => `  ${name}`).join("\n") +
      "\nThe older code must work with the newer schema."
    );
  }
  if (complete) return undefined;
  return `Migrations may have run since ${revision.name}: the migration log does not go back that far.`;
}
