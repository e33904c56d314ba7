import type { Construct } from "constructs";
import type { Web } from "../../config/environment";
import { appFilesMiB } from "../../facts/requests";
import type { ContainerLogs } from "../containers/container-logs";
import { laravelContainer, SERVER_RESPONDS } from "../containers/laravel-container";
import { NGINX_PORT, nginxContainer } from "../containers/nginx-container";
import { requestVariables } from "../containers/request-variables";
import { SOCKET_MOUNT } from "../containers/task-volume";
import type { WorkerProps } from "../containers/worker";
import { workerSidecar } from "../containers/worker";
import type { Balanced } from "../monitoring/alarms/metric";
import type { Runtime } from "./runtime";
import { service } from "./runtime";
import { WebScaling } from "./web-scaling";

export interface WebServiceProps {
  readonly settings: Web;

  /** The workers that are sidecars. */
  readonly workers: readonly WorkerProps[];
  readonly logs: Pick<ContainerLogs, "nginx" | "app">;
  readonly targetGroupArn: string;
  readonly balanced: Balanced;

  /** The range of the VPC, where the load balancer is. nginx trusts the client addresses that it forwards. */
  readonly networkCidr: string;

  /** The names of the API. Empty without a domain. */
  readonly serverNames: readonly string[];
}

/**
 * The web workload: nginx in front of PHP-FPM, behind the load balancer, and the queue workers that are sidecars. It is
 * created in the scope of the stack.
 */
export function webService(scope: Construct, runtime: Runtime, props: WebServiceProps): void {
  const { settings, targetGroupArn, balanced } = props;
  const web = service(scope, runtime, "web", webContainers(runtime, props), {
    desiredCount: settings.desiredCount,
    scaled: settings.scaling !== undefined,
    replace: "overlapping",
    loadBalancer: {
      targetGroupArn,
      containerName: "nginx",
      containerPort: NGINX_PORT,
      gracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    },
  });
  if (settings.scaling) {
    new WebScaling(scope, "web-scaling", {
      name: runtime.name,
      clusterName: runtime.names.cluster.name,
      service: web,
      minimum: settings.desiredCount,
      settings: settings.scaling,
      balanced,
    });
  }
}

function webContainers({ application, images, shell }: Runtime, props: WebServiceProps) {
  const { settings, workers, logs, networkCidr, serverNames } = props;
  const { stopTimeoutSeconds, maximumUploadMiB, requestSeconds } = settings;
  const app = {
    ...laravelContainer(application, {
      name: "app",
      memoryMiB: settings.app.memoryMiB,
      log: logs.app,
      stopTimeoutSeconds,
      healthCheck: SERVER_RESPONDS,
      filesMiB: appFilesMiB(maximumUploadMiB),
    }),
    environment: requestVariables(settings),
    ...SOCKET_MOUNT,
  };
  const nginx = nginxContainer({
    image: images.nginx.uri,
    memoryMiB: settings.nginx.memoryMiB,
    log: logs.nginx,
    stopTimeoutSeconds,
    maximumUploadMiB,
    requestSeconds,
    writableRoot: shell,
    app: app.name,
    realIpFrom: networkCidr,
    serverNames,
  });
  return [nginx, app, ...workers.map((worker) => workerSidecar(application, worker))];
}
