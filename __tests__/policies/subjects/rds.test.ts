import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { protectedDatabase } from "../protected";
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
  protects: {
    "database-users": {
      "the application": [
        (stack, change) => {
          const secret = (name: string, valueFrom: string) => ({ name, valueFrom });
          const containers = {
            migrate: [secret("DB_PASSWORD", "arn:master"), secret("DB_APPLICATION_PASSWORD", "arn:own")],
            app: [secret("DB_PASSWORD", "arn:own")],
            ...change,
          };
          for (const [name, secrets] of Object.entries(containers)) {
            new EcsTaskDefinition(stack, name, {
              family: name,
              containerDefinitions: JSON.stringify([{ name, secrets }]),
            });
          }
        },
        { app: [{ name: "DB_PASSWORD", valueFrom: "arn:master" }] },
        'container "app": DB_PASSWORD is the password of the migration user: use the application\'s own user',
      ],
    },
    "database-outages": {
      "a change": [
        protectedDatabase,
        { applyImmediately: true },
        "apply_immediately is true, so a change can restart the database at once",
      ],
      "a full disk": [
        protectedDatabase,
        { maxAllocatedStorage: undefined },
        "max_allocated_storage is missing, so the disk does not grow",
      ],
    },
  },
});
