import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { tellingLine } from "./container-end";
import type { Finding } from "./finding";
import { DISK_FULL, whyNotPulled, wrongArchitecture } from "./image-pull";
import type { LogLine } from "./observations";
import { command } from "./rule";

/** A task that stopped. */
export interface Stop {
  readonly environment: Environment;

  /** What the task was for. */
  readonly workload: string;

  /** The container that stopped first, as far as can be told, and its image. */
  readonly container: string;
  readonly image: string;

  /** What ECS says about the task and about each container. */
  readonly reasons: string;

  /** What that container wrote. */
  readonly lines: readonly LogLine[];
}

const starts = ({ workload, container }: Stop) => `${workload}: ${container} cannot start`;

/**
 * Why a task stopped, by what ECS says. The first that matches holds.
 *
 * Sources: "Amazon ECS stopped tasks error messages", "Stopped task error codes", and the errors of the ECS agent.
 */
export const STOP_REASONS: readonly (readonly [RegExp, (stop: Stop) => Finding])[] = [
  [
    /CannotPull\w*ContainerError/i,
    ({ environment, workload, image, reasons }) => {
      const { cause, why, next } = whyNotPulled(environment, reasons);
      return {
        cause,
        what: `${workload}: the image ${image} cannot be pulled`,
        why: `${why} ECS says: ${reasons}`,
        next,
      };
    },
  ],
  [
    /unable to (pull|retrieve) secrets?|secret data|parameter store|secretsmanager/i,
    ({ environment, workload, reasons }) => ({
      cause: "secret-unreadable",
      what: `${workload}: the secrets cannot be read`,
      why: `${whyUnreadable(reasons, "A parameter is missing, or its ARN is of another place.")} ECS says: ${reasons}`,
      next: `Deploy base, which makes the parameters, then service. An operator's own: ${command(environment, "secret set", "<NAME>")}`,
    }),
  ],
  [
    /env(ironment)?[ _-]?files?/i,
    ({ environment, workload, reasons }) => ({
      cause: "settings-unreadable",
      what: `${workload}: Laravel's settings cannot be read`,
      why: `${whyUnreadable(reasons, "The file is not in the bucket.")} ECS says: ${reasons}`,
      next: `Deploy service, which writes the file to ${namesOf(environment).settingsBucket.name}.`,
    }),
  ],
  [
    /OutOfMemory/i,
    ({ environment, workload, container }) => ({
      cause: "out-of-memory",
      what: `${workload}: ${container} ran out of memory and was killed`,
      why: "It wanted more than its hard limit.",
      next: `Raise ${memoryOf(workload, container)} in environments/${environment.environment}.ts and deploy service.`,
    }),
  ],
  [/exec format error/i, (stop) => ({ what: starts(stop), ...wrongArchitecture(stop.environment) })],
  [/no space left on device/i, (stop) => ({ what: starts(stop), ...DISK_FULL })],
  [
    /Cannot(Start|Create|Inspect)ContainerError|DockerTimeoutError|DockerStateError|ContainerRuntime\w*Error/i,
    (stop) => ({
      cause: "container-not-started",
      what: starts(stop),
      why: stop.reasons,
      next: "Compare command and entry point with the image. A host that is short of memory or disk is best replaced.",
    }),
  ],
  [
    /failed ELB health checks/i,
    ({ environment, workload, reasons, lines }) => ({
      cause: "load-balancer-health-check",
      what: `${workload}: the load balancer's health check failed`,
      why: [reasons, logSays(lines)].join(" ").trim(),
      next: `GET /up must answer 200 through nginx. Read: ${command(environment, "logs", "--container app --since 1h")}`,
    }),
  ],
  [
    /failed container health checks/i,
    ({ environment, workload, container, lines }) => ({
      cause: "container-health-check",
      what: `${workload}: the health check of ${container} failed`,
      why: `It ran, but did not do its work in the time it has. ${logSays(lines)}`.trim(),
      next: `Read its log: ${command(environment, "logs", `--container ${container} --since 1h`)}`,
    }),
  ],
  [
    /Host EC2|SpotInterruption|TerminationNotice/i,
    ({ workload, reasons }) => ({
      cause: "host-lost",
      what: `${workload}: its host went away`,
      why: reasons.includes("Spot") ? "AWS took the spot host back." : reasons,
      next: "A new host comes by itself within minutes. Where that is too long: hosts.minimum 2, or on-demand hosts.",
    }),
  ],
];

function whyUnreadable(reasons: string, otherwise: string): string {
  if (/AccessDenied|not authorized|403/i.test(reasons))
    return "The execution role may not read or decrypt it.";
  if (/timeout|deadline|canceled|connection|no such host/i.test(reasons))
    return "The host does not reach the service.";
  return otherwise;
}

/** Which field of an environment gives a container its memory. */
function memoryOf(workload: string, container: string): string {
  if (workload === "migrate") return "oneOffTask.memoryMiB";
  return container === "app" || container === "nginx"
    ? `web.${container}.memoryMiB`
    : `${container}.memoryMiB`;
}

const logSays = (lines: readonly LogLine[]) => {
  const line = tellingLine(lines);
  return line === undefined ? "" : `Its log says: ${line}`;
};
