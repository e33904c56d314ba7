import { ConflictException, ECSClient, StopServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import type { Role } from "../../environments/names";
import { SERVICES } from "../../environments/names";
import type { Operation } from "../operation";
import { inWords } from "../words";
import { findRevision } from "./revision";
import { primaryOf, servicesOf } from "./rollout";
import { deploymentTo } from "./service-deployments";

/**
 * Stops the deployments that are under way, and lets ECS take them back.
 *
 * @returns the services it was told for
 */
export async function abort(operation: Operation): Promise<Role[]> {
  const stopped: Role[] = [];
  for (const [role, service] of await servicesOf(operation, SERVICES)) {
    const primary = primaryOf(service);
    if (primary?.rolloutState !== "IN_PROGRESS") continue;
    const revision = await findRevision(operation, primary.taskDefinition ?? "");
    const deployment = revision && (await deploymentTo(operation, role, revision, []));
    if (deployment?.status !== "IN_PROGRESS") continue;
    try {
      await operation.client(ECSClient).send(
        new StopServiceDeploymentCommand({
          serviceDeploymentArn: deployment.serviceDeploymentArn,
          stopType: "ROLLBACK",
        }),
      );
      operation.output.say(`${role}: the deployment of ${revision?.name} is taken back.`);
      stopped.push(role);
    } catch (error) {
      // It ended in this moment, or there is nothing it could return to: what follows looks anew.
      if (error instanceof ConflictException) continue;
      operation.output.warn(`${role}: the deployment could not be stopped: ${inWords(error)}`);
    }
  }
  return stopped;
}
