import type { Environment } from "../environments/environment";
import { containerDefinition } from "./container-definition";
import type { ContainerLog } from "./container-log";

/** Where nginx listens: above 1024, as it does not run as root. */
export const NGINX_PORT = 8080;

/** How long Laravel may take to wait for its database and to cache its configuration. */
const BOOT_SECONDS = 60;

export interface WebContainersProps {
  readonly environment: Environment;
  readonly images: { readonly app: string; readonly nginx: string };
  readonly logs: { readonly app: ContainerLog; readonly nginx: ContainerLog };

  /** Laravel's plain settings. */
  readonly settings: Record<string, string>;

  /** The parameter that holds each secret setting, by environment variable. */
  readonly secretArns: Record<string, string>;
}

/** The web task: nginx in front, PHP-FPM behind it, on one host by a Docker link. */
export function webContainers({ environment, images, logs, settings, secretArns }: WebContainersProps) {
  const { web, network, shell } = environment;
  const common = { stopTimeoutSeconds: web.stopTimeoutSeconds, writableRoot: shell };

  const app = {
    ...containerDefinition({
      ...common,
      name: "app",
      image: images.app,
      memoryMiB: web.app.memoryMiB,
      log: logs.app,
      environment: settings,
      scratch: [
        { path: "/tmp", sizeMiB: 64 },
        { path: "/var/www/html/storage", sizeMiB: 64 },
        { path: "/var/www/html/bootstrap/cache", sizeMiB: 8 },
      ],
      startPeriodSeconds: BOOT_SECONDS,
    }),
    secrets: Object.entries(secretArns)
      .map(([name, valueFrom]) => ({ name, valueFrom }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };

  const nginx = {
    ...containerDefinition({
      ...common,
      name: "nginx",
      image: images.nginx,
      memoryMiB: web.nginx.memoryMiB,
      log: logs.nginx,
      // The load balancer's addresses: only they may say for whom they ask.
      environment: { REAL_IP_FROM: network.cidr },
      scratch: [{ path: "/tmp", sizeMiB: 32 }],
      startPeriodSeconds: BOOT_SECONDS,
    }),
    links: [app.name],
    // hostPort 0: Docker picks a free port, so that two copies fit on one host during a deploy (first article).
    portMappings: [{ containerPort: NGINX_PORT, hostPort: 0, protocol: "tcp" }],
    // Started after PHP-FPM answers, and so stopped before it: nobody is sent to a backend that is gone.
    dependsOn: [{ containerName: app.name, condition: "HEALTHY" }],
  };

  return { app, nginx };
}
