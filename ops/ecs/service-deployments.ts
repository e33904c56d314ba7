import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ECSClient,
} from "@aws-sdk/client-ecs";
import type { ServiceDeployment, ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { NO_IMAGE } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { listedDeployments } from "./listed-deployments";
import { inPortions } from "./portions";
import { findRevision, tagsOf } from "./revision";
import type { Revision } from "./revision";

/** The most that one request describes (Amazon ECS API Reference, DescribeServiceDeployments). */
const AT_ONCE = 20;

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
  // A deployment that was just started is among the newest.
  const known = await describe(operation, arns.slice(0, AT_ONCE));
  return known.find(({ taskDefinition }) => taskDefinition === revision.arn)?.deployment;
}

/**
 * The released revisions whose deployments succeeded and that are still active, latest first. They are read while they are asked
 * for, because there may be hundreds.
 */
export async function* goodRevisions(operation: Operation, workload: Workload): AsyncGenerator<Revision> {
  const arns = await deploymentsOf(operation, workload, "SUCCESSFUL");
  const seen = new Set<string>();
  for (const portion of inPortions(arns, AT_ONCE)) {
    for (const { taskDefinition } of await describe(operation, portion)) {
      if (taskDefinition === undefined || seen.has(taskDefinition)) continue;
      seen.add(taskDefinition);
      const revision = await findRevision(operation, taskDefinition);
      if (revision?.active && tagsOf(operation, revision).app !== NO_IMAGE) yield revision;
    }
  }
}

/** The ARNs of all service deployments of a service, newest first. ECS keeps them for 90 days. */
export async function deploymentsOf(
  operation: Operation,
  workload: Workload,
  status?: NonNullable<ServiceDeployment["status"]>,
): Promise<string[]> {
  const listed: ServiceDeploymentBrief[] = [];
  const service = operation.names.service(workload).name;
  for await (const each of listedDeployments(operation, service, status)) listed.push(each);
  const timeOf = ({ createdAt }: ServiceDeploymentBrief) => createdAt?.getTime() ?? 0;
  return listed
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
