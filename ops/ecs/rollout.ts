import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Deadline } from "../cli/pace";
import { poll } from "../cli/pace";
import type { Revision } from "./revision";
import { primaryOf, servicesOf } from "./services";
import { deploymentsOf, deploymentTo } from "./service-deployments";
import { configuredCount } from "./workloads";

const LOOK_SECONDS = 5;

/** The result of a rollout. Everything except `done` is a failure, even when the service is stable. */
export interface Rolled {
  readonly end: "done" | "rolled-back" | "superseded" | "failed" | "late";
  /** The reason that ECS gives. */
  readonly reason: string;
}

/**
 * Rolls a service out to a revision, and waits for the result.
 *
 * A service that ECS rolled back is as stable as one whose deployment succeeded. So the rollout is done only when ECS reports
 * this deployment as successful and it is still the primary deployment of the service.
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
  const withoutTasks = service?.desiredCount === 0;
  if (isThere && running.rolloutState === "COMPLETED" && !withoutTasks)
    return { end: "done", reason: "It is already running." };

  // A deployment that a killed deploy started is continued. A failed one is started again.
  const goesOn = isThere && running.rolloutState === "IN_PROGRESS";
  const earlier = goesOn ? [] : await deploymentsOf(operation, workload);
  // Terraform creates a service without tasks, and an operator can set it to none. A release starts them.
  const desiredCount = withoutTasks ? configuredCount(operation.environment, workload) : undefined;
  const id = goesOn
    ? running.id
    : await update(operation, workload, revision, { force: isThere, desiredCount });
  const seen = new Set(service?.events?.map((event) => event.id));
  return follow(operation, workload, revision, { id, earlier, deadline, seenEvents: seen });
}

interface UpdateOptions {
  /** Whether ECS deploys a revision again that the service has already. */
  readonly force?: boolean;
  /** @default the number of tasks stays the same */
  readonly desiredCount?: number | undefined;
}

/** Starts a deployment of a revision. @returns the id of the deployment */
export async function update(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  { force = false, desiredCount }: UpdateOptions = {},
): Promise<string | undefined> {
  const { service } = await operation.client(ECSClient).send(
    new UpdateServiceCommand({
      cluster: operation.names.cluster.name,
      service: operation.names.service(workload).name,
      taskDefinition: revision.arn,
      ...(force ? { forceNewDeployment: true } : {}),
      ...(desiredCount === undefined ? {} : { desiredCount }),
    }),
  );
  return primaryOf(service)?.id;
}

interface Followed {
  readonly id: string | undefined;
  /** Service deployments that existed before this rollout. */
  readonly earlier: readonly string[];
  readonly deadline: Deadline;
  /** Ids of service events that were printed, or are older than this rollout. */
  readonly seenEvents: Set<string | undefined>;
}

async function follow(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  { id, earlier, deadline, seenEvents }: Followed,
): Promise<Rolled> {
  const end = await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
    const service = (await servicesOf(operation, [workload])).get(workload);
    const primary = primaryOf(service);
    const ours = service?.deployments?.find((deployment) => deployment.id === id);
    const deployment = await deploymentTo(operation, workload, revision, earlier);
    printEvents(operation, workload, service, seenEvents);
    if (ours) operation.output.progress(`${workload}: ${progressOf(ours)}`);
    return endOf({ primary, id, ours, deployment });
  });
  return end ?? { end: "late", reason: `not finished within ${Math.round(deadline.seconds / 60)} minutes` };
}

/** The result, once the deployment has ended. Success needs both: ECS reports it, and the deployment is still primary. */
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
      return { end: "superseded", reason: "another deployment replaced it at once" };
    case "ROLLBACK_REQUESTED":
      // The rollout's own reason is still that it is in progress.
      return { end: "rolled-back", reason: deployment.statusReason ?? "StopServiceDeployment was called" };
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_FAILED":
    case "ROLLBACK_IN_PROGRESS":
      return { end: "rolled-back", reason };
    case "STOPPED":
    case "STOP_REQUESTED":
      if (primary?.id !== id) return { end: "superseded", reason };
      // It failed and has no earlier one to return to, or the service was read before it was replaced.
      return ours?.rolloutState === "FAILED" ? { end: "failed", reason } : undefined;
    default:
      if (ours?.rolloutState === "FAILED") return { end: "failed", reason };
      if (!ours && primary)
        return { end: "superseded", reason: `the service now follows ${primary.taskDefinition}` };
      return undefined;
  }
}

function printEvents(
  { output }: Operation,
  workload: Workload,
  service: Service | undefined,
  seenEvents: Followed["seenEvents"],
): void {
  const news = (service?.events ?? []).filter(({ id }) => !seenEvents.has(id));
  for (const { id, message = "" } of news.reverse()) {
    seenEvents.add(id);
    output.print(`${workload}: ${message.replace(/^\(service [^)]+\) /, "")}`);
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
