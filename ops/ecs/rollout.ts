import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Deadline } from "../cli/pace";
import type { Revision } from "./revision";
import { deploymentsOf, deploymentTo } from "./service-deployments";

const LOOK_SECONDS = 5;

/** How a rollout ended. Everything but `done` is a failure, however green the service looks. */
export interface Rolled {
  readonly end: "done" | "rolled-back" | "superseded" | "failed" | "late";
  /** As ECS says it. */
  readonly reason: string;
}

/** Services by their workload; those that do not exist are left out. */
export async function servicesOf(
  operation: Operation,
  workloads: readonly Workload[],
): Promise<Map<Workload, Service>> {
  const { services = [] } = await operation.client(ECSClient).send(
    new DescribeServicesCommand({
      cluster: operation.names.cluster.name,
      services: workloads.map((workload) => operation.names.service(workload).name),
    }),
  );
  return new Map(
    workloads.flatMap((workload) => {
      const service = services.find(
        ({ serviceName, status }) =>
          serviceName === operation.names.service(workload).name && status === "ACTIVE",
      );
      return service ? [[workload, service] as const] : [];
    }),
  );
}

/**
 * Sees whether a service comes to run a revision.
 *
 * A release that ECS took back looks as stable as one that went well. So it is done only when ECS calls this very
 * deployment successful, and it is still the one the service follows.
 */
export async function roll(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  deadline: Deadline,
): Promise<Rolled> {
  const service = (await servicesOf(operation, [workload])).get(workload);
  const running = primaryOf(service);
  const isThere = running?.taskDefinition === revision.arn;
  if (isThere && running.rolloutState === "COMPLETED") return { end: "done", reason: "It runs already." };

  // One that a killed deploy began goes on as if it were ours; one that failed is begun anew.
  const goesOn = isThere && running.rolloutState === "IN_PROGRESS";
  const earlier = goesOn ? [] : await deploymentsOf(operation, workload);
  const id = goesOn ? running.id : await update(operation, workload, revision, isThere);
  const told = new Set(service?.events?.map((event) => event.id));
  return follow(operation, workload, revision, { id, earlier, deadline, told });
}

/** Sends a service to a revision. */
export async function update(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  force = false,
): Promise<string | undefined> {
  const { service } = await operation.client(ECSClient).send(
    new UpdateServiceCommand({
      cluster: operation.names.cluster.name,
      service: operation.names.service(workload).name,
      taskDefinition: revision.arn,
      ...(force ? { forceNewDeployment: true } : {}),
    }),
  );
  return primaryOf(service)?.id;
}

interface Followed {
  readonly id: string | undefined;
  /** The service deployments there were before, which are none of ours. */
  readonly earlier: readonly string[];
  readonly deadline: Deadline;
  /** The events of the service that are none of this rollout. */
  readonly told: Set<string | undefined>;
}

async function follow(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  { id, earlier, deadline, told }: Followed,
): Promise<Rolled> {
  for (;;) {
    const service = (await servicesOf(operation, [workload])).get(workload);
    const primary = primaryOf(service);
    const ours = service?.deployments?.find((deployment) => deployment.id === id);
    const deployment = await deploymentTo(operation, workload, revision, earlier);
    tellEvents(operation, workload, service, told);
    if (ours) operation.output.progress(`${workload}: ${progressOf(ours)}`);

    const end = endOf({ primary, id, ours, deployment });
    if (end) return end;
    if (deadline.passed) {
      return { end: "late", reason: `not done within ${Math.round(deadline.seconds / 60)} minutes` };
    }
    await operation.pause(LOOK_SECONDS);
  }
}

/** Whether it is over: both what the service follows and what ECS says of the deployment must agree that it went well. */
function endOf(seen: {
  primary: Deployment | undefined;
  id: string | undefined;
  ours: Deployment | undefined;
  deployment: ServiceDeployment | undefined;
}): Rolled | undefined {
  const { primary, id, ours, deployment } = seen;
  const reason = deployment?.rollback?.reason ?? deployment?.statusReason ?? ours?.rolloutStateReason ?? "";
  switch (deployment?.status) {
    case "SUCCESSFUL":
      if (primary?.id === id) return { end: "done", reason };
      return { end: "superseded", reason: "another deployment took over at once" };
    case "ROLLBACK_REQUESTED":
      return { end: "rolled-back", reason: reason || "StopServiceDeployment was called" };
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_FAILED":
    case "ROLLBACK_IN_PROGRESS":
      return { end: "rolled-back", reason };
    case "STOPPED":
    case "STOP_REQUESTED":
      return { end: "superseded", reason };
    default:
      if (ours?.rolloutState === "FAILED") return { end: "failed", reason };
      if (!ours && primary) return { end: "superseded", reason: `it follows ${primary.taskDefinition} now` };
      return undefined;
  }
}

export function primaryOf(service: Service | undefined): Deployment | undefined {
  return service?.deployments?.find(({ status }) => status === "PRIMARY");
}

function tellEvents(
  { output }: Operation,
  workload: Workload,
  service: Service | undefined,
  told: Followed["told"],
): void {
  const news = (service?.events ?? []).filter(({ id }) => !told.has(id));
  for (const { id, message = "" } of news.reverse()) {
    told.add(id);
    output.say(`${workload}: ${message.replace(/^\(service [^)]+\) /, "")}`);
  }
}

function progressOf({
  runningCount = 0,
  desiredCount = 0,
  pendingCount = 0,
  failedTasks = 0,
}: Deployment): string {
  const parts = [`${runningCount} of ${desiredCount} running`];
  if (pendingCount > 0) parts.push(`${pendingCount} starting`);
  if (failedTasks > 0) parts.push(`${failedTasks} failed`);
  return parts.join(", ");
}
