import type { Task } from "@aws-sdk/client-ecs";
import { DBInstanceNotFoundFault, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { idOf } from "../../ecs/arn";
import { lookAtHosts, lookAtTasks } from "../../ecs/cluster";
import { applyLine, commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { isOf } from "../database/instances";

/** The instance id of a host, preferably of a healthy one. */
export async function hostOf(operation: Operation): Promise<string> {
  const hosts = await lookAtHosts(operation);
  const host =
    hosts.find(({ status, agentConnected }) => status === "ACTIVE" && agentConnected) ??
    // A host with a disconnected agent is often the one to examine.
    hosts.find(({ ec2InstanceId }) => ec2InstanceId !== undefined);
  if (host?.ec2InstanceId === undefined) {
    throw new Refusal(
      `No host has joined the cluster.\nFix: Find the cause with npm run ops -- status ${operation.environmentName}`,
    );
  }
  return host.ec2InstanceId;
}

/** The newest running task with this container, if a shell can be opened in it. */
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
      `No running task has a container "${container}". ${running.length > 0 ? `Running containers: ${running.join(", ")}.` : "No task is running."}\n` +
        `Fix: Find the cause with npm run ops -- status ${environment}`,
    );
  }
  if (task.enableExecuteCommand !== true) {
    throw new Refusal(
      `${idOf(task.taskDefinitionArn)} was started before \`shell: true\` was set.\nFix: Run ${applyLine(operation.environment, "service")}, which replaces the tasks.`,
    );
  }
  return task.taskArn;
}

/** The address and port of the database, or of a restored or replaced one. */
export async function databaseOf(
  operation: Operation,
  instance?: string,
): Promise<{ host: string; port: number }> {
  const { environment } = operation;
  const name = instance ?? environment.name;
  if (!isOf(environment.name, name)) {
    throw new Refusal(
      `${name} is not a database of ${environment.environment}.\nFix: Give ${environment.name}, or a database that database restore has made: ${environment.name}-restored-<time>.`,
    );
  }
  const missing = new Refusal(
    instance === undefined
      ? `${environment.environment} has no database yet: ${name} does not exist.\nFix: Run ${applyLine(environment, "base")}`
      : `The database ${name} does not exist, or it is still being restored.\nFix: Look at the databases: ${commandLine(environment, "database backups")}`,
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
