import { HEALTH_CHECK } from "../../facts/health-check";
import { nginxFilesMiB } from "../../facts/requests";
import { containerDefinition } from "./container-definition";
import type { ContainerLog } from "./container-log";
import { SERVER_RESPONDS } from "./laravel-container";
import type { RequestLimits } from "./request-variables";
import { requestVariables } from "./request-variables";
import { SOCKET_MOUNT } from "./task-volume";

/** The port of nginx. It is above 1024, because nginx does not run as root. */
export const NGINX_PORT = 8080;

export interface NginxContainerProps extends RequestLimits {
  readonly image: string;
  readonly memoryMiB: number;
  readonly log: ContainerLog;
  readonly stopTimeoutSeconds: number;
  readonly writableRoot: boolean;

  /** The name of the PHP-FPM container. */
  readonly app: string;

  /** The range of the VPC. nginx accepts forwarded client addresses from this range only. */
  readonly realIpFrom: string;

  /** The names of the API. Laravel gets the first in place of a name that is not among them. Without any it gets every name. */
  readonly serverNames: readonly string[];
}

/**
 * The nginx container in front of PHP-FPM, which it reaches by a socket in the volume that both mount. The Docker link is for
 * images that were built before, which use a port.
 */
export function nginxContainer(props: NginxContainerProps) {
  return {
    ...containerDefinition({
      name: "nginx",
      image: props.image,
      memoryMiB: props.memoryMiB,
      log: props.log,
      stopTimeoutSeconds: props.stopTimeoutSeconds,
      healthCheck: SERVER_RESPONDS,
      writableRoot: props.writableRoot,
      scratch: [{ path: "/tmp", sizeMiB: nginxFilesMiB(props.maximumUploadMiB) }],
    }),
    environment: [
      { name: "HEALTH_CHECK_PATH", value: HEALTH_CHECK.path },
      { name: "REAL_IP_FROM", value: props.realIpFrom },
      ...(props.serverNames.length === 0
        ? []
        : [{ name: "SERVER_NAMES", value: props.serverNames.join(" ") }]),
      ...requestVariables(props),
    ],
    ...SOCKET_MOUNT,
    links: [props.app],
    // With hostPort 0 Docker picks a free port, so that two copies of the task fit on one host during a deployment.
    portMappings: [{ containerPort: NGINX_PORT, hostPort: 0, protocol: "tcp" }],
    // Starts after PHP-FPM responds, and so stops before it: no request reaches a backend that has stopped.
    dependsOn: [{ containerName: props.app, condition: "HEALTHY" }],
  };
}
