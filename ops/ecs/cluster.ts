import {
  DescribeContainerInstancesCommand,
  DescribeServiceDeploymentsCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  paginateListContainerInstances,
  paginateListTasks,
} from "@aws-sdk/client-ecs";
import type {
  ContainerInstance,
  DesiredStatus,
  Service,
  ServiceDeployment,
  Task,
  TaskDefinition,
} from "@aws-sdk/client-ecs";
import { listedDeployments } from "./listed-deployments";
import { firstOf, inPortions, itemsIn } from "./portions";
import { readServices } from "./services";
import { workloadsOf } from "./workloads";
import type { Operation } from "../cli/operation";

/** The most that one request describes (Amazon ECS API Reference, DescribeTasks and DescribeContainerInstances). */
const AT_ONCE = 100;

/** The newest deployment, and the one before it. */
const DEPLOYMENTS = 2;

/** The existing services of this environment. */
export const lookAtServices = (operation: Operation): Promise<Service[]> =>
  readServices(operation, workloadsOf(operation.environment));

/** The newest deployments of these services, newest first. */
export async function lookAtDeployments(
  operation: Operation,
  services: readonly Service[],
): Promise<ServiceDeployment[]> {
  const ecs = operation.client(ECSClient);
  const listed = await Promise.all(
    services.map(({ serviceName }) => firstOf(listedDeployments(operation, serviceName), DEPLOYMENTS)),
  );
  const serviceDeploymentArns = listed
    .flat()
    .flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
  if (serviceDeploymentArns.length === 0) return [];

  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }),
  );
  const timeOf = ({ createdAt }: ServiceDeployment) => createdAt?.getTime() ?? 0;
  return serviceDeployments.sort((one, other) => timeOf(other) - timeOf(one));
}

/** All tasks of the cluster. ECS shows a stopped task for about an hour. */
export async function lookAtTasks(
  operation: Operation,
  statuses: readonly DesiredStatus[] = ["RUNNING", "STOPPED"],
): Promise<Task[]> {
  const client = operation.client(ECSClient);
  const cluster = operation.names.cluster.name;
  const arns: string[] = [];
  for (const desiredStatus of statuses) {
    const pages = paginateListTasks({ client }, { cluster, desiredStatus });
    arns.push(...(await itemsIn(pages, ({ taskArns }) => taskArns)));
  }
  return describeTasks(operation, arns);
}

/** The tasks with these ARNs, as far as ECS still knows them. */
export async function describeTasks(operation: Operation, arns: readonly string[]): Promise<Task[]> {
  const cluster = operation.names.cluster.name;
  const described = await Promise.all(
    inPortions(arns, AT_ONCE).map((tasks) =>
      operation.client(ECSClient).send(new DescribeTasksCommand({ cluster, tasks })),
    ),
  );
  return described.flatMap(({ tasks = [] }) => tasks);
}

/** The task definitions of these services. */
export async function lookAtDefinitions(
  operation: Operation,
  services: readonly Service[],
): Promise<TaskDefinition[]> {
  const ecs = operation.client(ECSClient);
  const described = await Promise.all(
    services.map(({ taskDefinition }) => ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))),
  );
  return described.flatMap(({ taskDefinition }) => taskDefinition ?? []);
}

/** The hosts that joined the cluster. */
export async function lookAtHosts(operation: Operation): Promise<ContainerInstance[]> {
  const ecs = operation.client(ECSClient);
  const cluster = operation.names.cluster.name;
  const pages = paginateListContainerInstances({ client: ecs }, { cluster });
  const arns = await itemsIn(pages, ({ containerInstanceArns }) => containerInstanceArns);
  const described = await Promise.all(
    inPortions(arns, AT_ONCE).map((containerInstances) =>
      ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
    ),
  );
  return described.flatMap(({ containerInstances = [] }) => containerInstances);
}
