import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { ContainerLog } from "../containers/container-log";
import { workerContainer } from "../containers/worker";
import type { Runtime } from "./runtime";
import { service } from "./runtime";
import { WorkerScaling } from "./worker-scaling";

export interface WorkerServiceProps {
  readonly settings: EnvironmentValues["worker"];
  readonly log: ContainerLog;

  /** The queue whose jobs it processes. */
  readonly queueName: string;
}

/** The queue worker as a service of its own. It is created in the scope of the stack. */
export function workerService(scope: Construct, runtime: Runtime, props: WorkerServiceProps): void {
  const { settings, log, queueName } = props;
  const container = workerContainer(runtime.application, settings, log);
  const worker = service(scope, runtime, "worker", [container], {
    desiredCount: settings.desiredCount,
    scaled: settings.scaling !== undefined,
    replace: "overlapping",
  });
  if (settings.scaling) {
    new WorkerScaling(scope, "worker-scaling", {
      name: runtime.name,
      clusterName: runtime.names.cluster.name,
      service: worker,
      minimum: settings.desiredCount,
      settings: settings.scaling,
      queueName,
    });
  }
}
