import type { Policy } from "../policy";
import { found, isTrue, number, unless } from "../values";

export const databaseOutages: Policy = {
  name: "database-outages",
  reason: "The API is down while its database restarts at any hour, or as soon as its disk is full.",
  source:
    'AWS: "Using the schedule modifications setting" and "Managing capacity automatically with storage autoscaling", Amazon RDS User Guide',
  types: ["aws_db_instance"],
  check: ({ body }) => [
    ...unless(
      !isTrue(body.apply_immediately),
      found(
        "apply-immediately",
        "apply_immediately is true, so a change restarts it at once: leave it to the maintenance window",
      ),
    ),
    ...unless(
      (number(body.max_allocated_storage) ?? 0) > 0,
      found(
        "disk-growth",
        "max_allocated_storage is missing, so the disk does not grow: set it to database.maximumStorageGiB",
      ),
    ),
  ],
};
