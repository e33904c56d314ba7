import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import type { Operation } from "../cli/operation";

/** The existing services of these workloads, also those that are being deleted. */
export async function readServices(operation: Operation, workloads: readonly Workload[]): Promise<Service[]> {
  const { services = [] } = await operation.client(ECSClient).send(
    new DescribeServicesCommand({
      cluster: operation.names.cluster.name,
      services: workloads.map((workload) => operation.names.service(workload).name),
    }),
  );
  return services.filter(({ status }) => status !== "INACTIVE");
}

/** The active services by workload. Services that do not exist are left out. */
export async function servicesOf(
  operation: Operation,
  workloads: readonly Workload[],
): Promise<Map<Workload, Service>> {
  const services = await readServices(operation, workloads);
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

/** The deployment that a service follows. */
export function primaryOf(service: Service | undefined): Deployment | undefined {
  return service?.deployments?.find(({ status }) => status === "PRIMARY");
}
