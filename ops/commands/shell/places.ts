import type { Task } from "@aws-sdk/client-ecs";
import { DBInstanceNotFoundFault, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { revisionOf } from "../../diagnosis/rule";
import { lookAtHosts, lookAtTasks } from "../../ecs/cluster";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";

/** The instance of a host that works. */
export async function hostOf(operation: Operation): Promise<string> {
  const hosts = await lookAtHosts(operation);
  const host =
    hosts.find(({ status, agentConnected }) => status === "ACTIVE" && agentConnected) ??
    // A host whose agent is disconnected is one that somebody wants to look at.
    hosts.find(({ ec2InstanceId }) => ec2InstanceId !== undefined);
  if (host?.ec2InstanceId === undefined) {
    throw new Refusal(
      `No host has joined the cluster.\nRemedy: see why: npm run ops -- status ${operation.environment.environment}`,
    );
  }
  return host.ec2InstanceId;
}

/** The newest running task that has this container, where a shell can be opened in it. */
export async function taskWith(operation: Operation, container: string): Promise<string> {
  const { environment } = operation.environment;
  const tasks = await lookAtTasks(operation, ["RUNNING"]);
  const has = ({ containers = [] }: Task) =>
    containers.some(({ name, lastStatus }) => name === container && lastStatus === "RUNNING");
  const startOf = ({ startedAt }: Task) => startedAt?.getTime() ?? 0;
  const [task] = tasks.filter(has).sort((one, other) => startOf(other) - startOf(one));

  if (task?.taskArn === undefined) {
    const running = [...new Set(tasks.flatMap(({ containers = [] }) => containers.map(({ name }) => name)))];
    throw new Refusal(
      `No task with a container "${container}" runs. ${running.length > 0 ? `There are: ${running.join(", ")}.` : "None runs at all."}\n` +
        `Remedy: see why: npm run ops -- status ${environment}`,
    );
  }
  if (task.enableExecuteCommand !== true) {
    throw new Refusal(
      `${revisionOf(task.taskDefinitionArn)} was started before \`shell: true\`.\nRemedy: npx cdktf deploy ${environment}-service, which starts tasks that have it.`,
    );
  }
  return task.taskArn;
}

/** Where the database listens. */
export async function databaseOf(operation: Operation): Promise<{ host: string; port: number }> {
  const { environment, name } = operation.environment;
  const missing = new Refusal(
    `There is no database ${name} yet.\nRemedy: npx cdktf deploy ${environment}-base`,
  );
  const { DBInstances = [] } = await operation
    .client(RDSClient)
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }))
    .catch((error: unknown) => {
      throw error instanceof DBInstanceNotFoundFault ? missing : error;
    });
  const { Address, Port } = DBInstances[0]?.Endpoint ?? {};
  if (Address === undefined || Port === undefined) throw missing;
  return { host: Address, port: Port };
}
