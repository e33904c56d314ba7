import type { Construct } from "constructs";
import type { WorkerProps } from "../containers/worker";
import { workerContainer } from "../containers/worker";
import type { Runtime } from "./runtime";
import { service } from "./runtime";
import { WorkerScaling } from "./worker-scaling";

export interface WorkerServiceProps extends WorkerProps {
  /** The names in SQS of the queues whose jobs it processes. */
  readonly queueNames: readonly string[];
}

/** The queue worker as a service of its own. It is created in the scope of the stack. */
export function workerService(scope: Construct, runtime: Runtime, props: WorkerServiceProps): void {
  const { group, queueNames } = props;
  const container = workerContainer(runtime.application, props);
  const worker = service(scope, runtime, group.name, [container], {
    desiredCount: group.desiredCount,
    scaled: group.scaling !== undefined,
    replace: "overlapping",
  });
  if (group.scaling) {
    new WorkerScaling(scope, `${group.name}-scaling`, {
      name: `${runtime.name}-${group.name}`,
      clusterName: runtime.names.cluster.name,
      service: worker,
      minimum: group.desiredCount,
      settings: group.scaling,
      queueNames,
    });
  }
}
