import { ECSClient, ListServiceDeploymentsCommand } from "@aws-sdk/client-ecs";
import type { ServiceDeployment, ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import type { Operation } from "../cli/operation";

/**
 * The service deployments of a service, page by page. ECS lists the newest first, and keeps them for 90 days. The SDK has no
 * paginator for this operation.
 *
 * @param service its name
 * @param status default: all
 */
export async function* listedDeployments(
  operation: Operation,
  service: string | undefined,
  status?: NonNullable<ServiceDeployment["status"]>,
): AsyncGenerator<ServiceDeploymentBrief> {
  let nextToken: string | undefined;
  do {
    const page = await operation.client(ECSClient).send(
      new ListServiceDeploymentsCommand({
        cluster: operation.names.cluster.name,
        service,
        ...(status ? { status: [status] } : {}),
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    yield* page.serviceDeployments ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
