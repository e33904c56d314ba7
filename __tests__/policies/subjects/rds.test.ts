import { database, later } from "../resources";
import * as policies from "../../../policies/subjects/rds";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "final-snapshots": {
      "a snapshot with a name": (stack) =>
        database(stack, { skipFinalSnapshot: false, finalSnapshotIdentifier: "last" }),
    },
    "database-credentials": {
      "a user of one's own": (stack) =>
        database(stack, { username: "laravel", passwordWo: later(stack), passwordWoVersion: 1 }),
    },
  },
  refuses: {
    "database-credentials": {
      "a short password": [
        (stack) => database(stack, { password: "short" }),
        "the password has 5 characters",
      ],
      "reserved DB username / short password": [
        (stack) => database(stack, { username: "root", password: "short" }),
        'aws_db_instance.database: username is "root", a reserved name: use the application\'s name',
      ],
    },
    "final-snapshots": {
      "skip_final_snapshot=false without a name": [
        (stack) => database(stack, { skipFinalSnapshot: false }),
        "skip_final_snapshot is not true and final_snapshot_identifier is missing: name the snapshot",
      ],
    },
  },
});
