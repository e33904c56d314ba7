import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../cli/operation";
import type { Revision } from "../ecs/revision";

/** What `artisan migrate` writes when one is done, since Laravel 9.21 and before. */
const DONE = /(\d{4}_\d{2}_\d{2}_\d{6}_\w+).*\bDONE\b|Migrated:\s+(\d{4}_\d{2}_\d{2}_\d{6}_\w+)/;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000;

export interface Migrations {
  readonly names: string[];
  /** Whether the log reaches back that far. */
  readonly complete: boolean;
}

/**
 * The migrations that ran since a revision was registered, as their log tells: the database keeps what they did when the
 * code goes back.
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
        const [, now, earlier] = DONE.exec(message) ?? [];
        const name = now ?? earlier;
        if (name) names.add(name);
      }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return { names: [...names], complete: since >= kept };
}

/** What an operator must know before the code goes back; nothing when no migration lies between. */
export function warningOf({ names, complete }: Migrations, revision: Revision): string | undefined {
  if (names.length > 0) {
    return (
      `Migrations ran since ${revision.name}, and are not taken back:\n` +
      names.map((name) => `  ${name}`).join("\n") +
      "\nThe older code must be able to work with them."
    );
  }
  if (complete) return undefined;
  return `Whether migrations ran since ${revision.name} is unknown: it is older than what the log of migrations keeps.`;
}
