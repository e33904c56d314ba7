import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { beforeLaunch } from "../../cli/not-launched";
import type { Operation } from "../../cli/operation";

/** @throws Refusal when there is no migration task yet, before something is restored that it could not check */
export async function requireMigrationTask(operation: Operation): Promise<void> {
  const taskDefinition = operation.names.taskFamily("migrate").name;
  try {
    await operation.client(ECSClient).send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  } catch (error) {
    throw beforeLaunch(operation, error) ?? error;
  }
}
