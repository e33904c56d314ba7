import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks } from "../values";

const TASK = "aws_ecs_task_definition";

/** The variable by which the one that makes the application's user gets that user's password. */
const MAKES_THE_OTHER = "DB_APPLICATION_PASSWORD";

export const databaseUsers: Policy = {
  name: "database-users",
  reason: "A statement that was smuggled into the application may drop every table.",
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
              `${titleOf(container)}: ${String(name)} is the password of the user that migrates: name the application's own`,
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
