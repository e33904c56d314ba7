import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { beforeLaunch } from "../../cli/not-launched";
import type { Operation } from "../../cli/operation";

/** @throws Refusal before anything is restored, when the migration task does not exist: it reads the copy */
export async function requireMigrationTask(operation: Operation): Promise<void> {
  const taskDefinition = operation.names.taskFamily("migrate").name;
  try {
    await operation.client(ECSClient).send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  } catch (error) {
    throw beforeLaunch(operation, error) ?? error;
  }
}
