import { awsLine } from "../../../facts/shell-words";
import type { Change } from "../change";

/** An identifier of RDS. */
const IDENTIFIER = /^[a-z][a-z0-9-]*$/i;
const ARN = /^arn:[a-z-]+:rds:([a-z0-9-]+):/;

/** The command that takes a snapshot of the database of a change, before it is deployed. */
export function snapshotCommand({ before: { identifier, arn } }: Change): string {
  const name = typeof identifier === "string" && IDENTIFIER.test(identifier) ? identifier : "<identifier>";
  const region = (typeof arn === "string" ? ARN.exec(arn)?.[1] : undefined) ?? "<region>";
  return awsLine(
    { region },
    "rds",
    "create-db-snapshot",
    "--db-instance-identifier",
    name,
    "--db-snapshot-identifier",
    `${name}-before-change`,
  );
}
