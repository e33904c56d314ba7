import type { Change } from "../change";

/** An identifier of RDS, which needs no quotes in a shell. */
const IDENTIFIER = /^[a-z][a-z0-9-]*$/i;

/** The command that takes a snapshot of the database of a change, before it is deployed. */
export function snapshotCommand({ before }: Change): string {
  const { identifier } = before;
  const name = typeof identifier === "string" && IDENTIFIER.test(identifier) ? identifier : "<identifier>";
  return `aws rds create-db-snapshot --db-instance-identifier ${name} --db-snapshot-identifier ${name}-before-change`;
}
