import { containerDefinition } from "./container-definition";
import type { ContainerLog } from "./container-log";
import { SERVES } from "./laravel-container";

/** Where nginx listens: above 1024, as it does not run as root. */
export const NGINX_PORT = 8080;

export interface NginxContainerProps {
  readonly image: string;
  readonly memoryMiB: number;
  readonly log: ContainerLog;
  readonly stopTimeoutSeconds: number;
  readonly writableRoot: boolean;

  /** The container PHP-FPM runs in. */
  readonly app: string;

  /** The network's range: only addresses in it may say for whom they ask. */
  readonly realIpFrom: string;
}

/** nginx in front of the application's container, on the same host by a Docker link. */
export function nginxContainer(props: NginxContainerProps) {
  return {
    ...containerDefinition({
      name: "nginx",
      image: props.image,
      memoryMiB: props.memoryMiB,
      log: props.log,
      stopTimeoutSeconds: props.stopTimeoutSeconds,
      healthCheck: SERVES,
      writableRoot: props.writableRoot,
      scratch: [{ path: "/tmp", sizeMiB: 32 }],
    }),
    environment: [{ name: "REAL_IP_FROM", value: props.realIpFrom }],
    links: [props.app],
    // hostPort 0: Docker picks a free port, so that two copies fit on one host during a deploy (first article).
    portMappings: [{ containerPort: NGINX_PORT, hostPort: 0, protocol: "tcp" }],
    // Started after PHP-FPM answers, and so stopped before it: nobody is sent to a backend that is gone.
    dependsOn: [{ containerName: props.app, condition: "HEALTHY" }],
  };
}
