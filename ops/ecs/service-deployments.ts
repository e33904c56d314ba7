import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
} from "@aws-sdk/client-ecs";
import type { ServiceDeployment, ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { NO_IMAGE } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { findRevision, tagsOf } from "./revision";
import type { Revision } from "./revision";

/** The number of deployments that are read. */
const NEWEST = 20;

interface Known {
  readonly deployment: ServiceDeployment;
  /** The ARN of the target revision. */
  readonly taskDefinition: string | undefined;
}

/** The newest service deployment of a revision, without the excluded ones. */
export async function deploymentTo(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  excluded: readonly string[],
): Promise<ServiceDeployment | undefined> {
  const arns = (await deploymentsOf(operation, workload)).filter((arn) => !excluded.includes(arn));
  const known = await describe(operation, arns.slice(0, NEWEST));
  return known.find(({ taskDefinition }) => taskDefinition === revision.arn)?.deployment;
}

/** The released revisions whose deployments succeeded and that are still active, latest first. */
export async function goodRevisions(operation: Operation, workload: Workload): Promise<Revision[]> {
  const arns = await deploymentsOf(operation, workload, "SUCCESSFUL");
  const known = await describe(operation, arns.slice(0, NEWEST));
  const definitions = new Set(known.flatMap(({ taskDefinition }) => taskDefinition ?? []));
  const found = await Promise.all([...definitions].map((arn) => findRevision(operation, arn)));
  return found.flatMap((revision) =>
    revision?.active && tagsOf(operation, revision).app !== NO_IMAGE ? [revision] : [],
  );
}

/** The ARNs of the service deployments of a service, newest first. ECS keeps them for 90 days. */
export async function deploymentsOf(
  operation: Operation,
  workload: Workload,
  status?: NonNullable<ServiceDeployment["status"]>,
): Promise<string[]> {
  const { serviceDeployments = [] } = await operation.client(ECSClient).send(
    new ListServiceDeploymentsCommand({
      cluster: operation.names.cluster.name,
      service: operation.names.service(workload).name,
      ...(status ? { status: [status] } : {}),
    }),
  );
  const timeOf = ({ createdAt }: ServiceDeploymentBrief) => createdAt?.getTime() ?? 0;
  return [...serviceDeployments]
    .sort((one, other) => timeOf(other) - timeOf(one))
    .flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
}

async function describe(operation: Operation, arns: readonly string[]): Promise<Known[]> {
  if (arns.length === 0) return [];
  const ecs = operation.client(ECSClient);
  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns] }),
  );
  const { serviceRevisions = [] } = await ecs.send(
    new DescribeServiceRevisionsCommand({
      serviceRevisionArns: serviceDeployments.flatMap(
        ({ targetServiceRevision }) => targetServiceRevision?.arn ?? [],
      ),
    }),
  );
  // Neither response keeps the order of the request.
  return arns.flatMap((arn) => {
    const deployment = serviceDeployments.find(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
    const target = deployment?.targetServiceRevision?.arn;
    const revision = serviceRevisions.find(({ serviceRevisionArn }) => serviceRevisionArn === target);
    return deployment ? [{ deployment, taskDefinition: revision?.taskDefinition }] : [];
  });
}
