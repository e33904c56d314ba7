import { isReservedUser } from "../../facts/mysql-words";
import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isTrue, number, text, unless } from "../values";

/** A password for MySQL on RDS: 8 to 41 printable ASCII characters, except / ' " @ and space. */
const PASSWORD = /^(?!.*[/'"@\s])[\x21-\x7e]{8,41}$/;

export const databaseCredentials: Policy = {
  name: "database-credentials",
  reason: "RDS refuses them.",
  source: 'AWS: "CreateDBInstance", Amazon RDS API Reference',
  types: ["aws_db_instance"],
  check: ({ body }) => {
    const username = text(body.username);
    const passwords = [text(body.password), text(body.password_wo)].filter(
      (password) => password !== undefined,
    );
    return [
      ...(username !== undefined && isReservedUser(username)
        ? [`username is "${username}", a reserved name: use the application's name`]
        : []),
      ...passwords
        .filter((password) => !PASSWORD.test(password))
        .map(
          ({ length }) =>
            `the password has ${length} characters: use 8 to 41 printable ones without / ' " @ and space`,
        ),
    ];
  },
};

export const finalSnapshots: Policy = {
  name: "final-snapshots",
  reason: "Destroying the database fails, because its final snapshot has no name.",
  source: 'Terraform: "aws_db_instance", AWS provider',
  types: ["aws_db_instance"],
  check: ({ body }) =>
    body.skip_final_snapshot === true || body.final_snapshot_identifier !== undefined
      ? []
      : ["skip_final_snapshot is not true and final_snapshot_identifier is missing: name the snapshot"],
};

export const databaseOutages: Policy = {
  name: "database-outages",
  reason:
    "The API is down while the database restarts outside of the maintenance window, or when its disk is full.",
  source:
    'AWS: "Using the schedule modifications setting" and "Managing capacity automatically with storage autoscaling", Amazon RDS User Guide',
  types: ["aws_db_instance"],
  check: ({ body }) => [
    ...unless(
      !isTrue(body.apply_immediately),
      "apply-immediately",
      "apply_immediately is true, so a change can restart the database at once: leave it to the maintenance window",
    ),
    ...unless(
      (number(body.max_allocated_storage) ?? 0) > 0,
      "disk-growth",
      "max_allocated_storage is missing, so the disk does not grow: set it to database.maximumStorageGiB",
    ),
  ],
};

const TASK = "aws_ecs_task_definition";

/** The variable with the application user's password, in the container that creates this user. */
const MAKES_THE_OTHER = "DB_APPLICATION_PASSWORD";

export const databaseUsers: Policy = {
  name: "database-users",
  reason: "SQL that is injected into the application can drop every table.",
  source:
    'AWS: "Database authentication with Amazon RDS" and "Master user account privileges", Amazon RDS User Guide',
  types: [TASK],
  check: (block, stack) =>
    containersOf(block, stack)
      .filter((container) => !makesTheOther(container))
      .flatMap((container) =>
        blocks(container.secrets)
          .filter(({ valueFrom }) => passwordsOfMigrations(stack).includes(valueFrom))
          .map(
            ({ name }) =>
              `${titleOf(container)}: ${String(name)} is the password of the migration user: use the application's own user`,
          ),
      ),
};

const makesTheOther = (container: Readonly<Record<string, unknown>>) =>
  blocks(container.secrets).some(({ name }) => name === MAKES_THE_OTHER);

function passwordsOfMigrations(stack: SynthesizedStack): unknown[] {
  return stack.blocks
    .filter(({ type }) => type === TASK)
    .flatMap((task) => containersOf(task, stack))
    .filter(makesTheOther)
    .flatMap((container) => blocks(container.secrets))
    .filter(({ name }) => name === "DB_PASSWORD")
    .map(({ valueFrom }) => valueFrom);
}
