import { serviceNamesOf } from "../../config/worker-groups";
import { ConflictException, ECSClient, StopServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { poll } from "../cli/pace";
import { inWords } from "../cli/words";
import { findRevision } from "../ecs/revision";
import { primaryOf, servicesOf } from "../ecs/services";
import { deploymentTo } from "../ecs/service-deployments";

const LOOK_SECONDS = 5;

/** The time limit for ECS to roll a service back. */
const DEADLINE_SECONDS = 15 * 60;

/**
 * Stops the deployments that are in progress, so that ECS rolls them back.
 *
 * @returns the services whose deployments were stopped
 */
export async function abort(operation: Operation): Promise<Workload[]> {
  const stopped: Workload[] = [];
  for (const [workload, service] of await servicesOf(operation, serviceNamesOf(operation.environment))) {
    const primary = primaryOf(service);
    if (primary?.rolloutState !== "IN_PROGRESS") continue;
    const revision = await findRevision(operation, primary.taskDefinition ?? "");
    const deployment = revision && (await deploymentTo(operation, workload, revision, []));
    if (deployment?.status !== "IN_PROGRESS") continue;
    try {
      await operation.client(ECSClient).send(
        new StopServiceDeploymentCommand({
          serviceDeploymentArn: deployment.serviceDeploymentArn,
          stopType: "ROLLBACK",
        }),
      );
      operation.output.print(`${workload}: stopped the deployment of ${revision?.name}. ECS rolls it back.`);
      stopped.push(workload);
    } catch (error) {
      // It has just ended, or has nothing to roll back to. The caller reads the state again.
      if (error instanceof ConflictException) continue;
      operation.output.warn(`${workload}: the deployment could not be stopped: ${inWords(error)}`);
    }
  }
  return stopped;
}

/** Waits until ECS has rolled back the stopped deployments: a service has one deployment at a time. */
export async function settled(operation: Operation, workloads: readonly Workload[]): Promise<void> {
  const deadline = operation.deadline(DEADLINE_SECONDS);
  await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
    const services = [...(await servicesOf(operation, workloads)).values()];
    if (services.every((service) => primaryOf(service)?.rolloutState !== "IN_PROGRESS")) return true;
    operation.output.progress("Waiting for ECS to roll back the stopped deployments.");
    return undefined;
  });
}
