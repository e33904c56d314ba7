import type { Policy } from "../policy";

export const finalSnapshots: Policy = {
  name: "final-snapshots",
  reason: "Destroying the database would fail half-way, as the snapshot it waits for has no name.",
  source: 'Terraform: "aws_db_instance", AWS provider',
  types: ["aws_db_instance"],
  check: ({ body }) =>
    body.skip_final_snapshot === true || body.final_snapshot_identifier !== undefined
      ? []
      : ["skip_final_snapshot is not true and final_snapshot_identifier is missing: name the snapshot"],
};
