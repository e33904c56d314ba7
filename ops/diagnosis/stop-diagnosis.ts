import { HEALTH_CHECK } from "../../facts/health-check";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { STOP_REASONS } from "../../facts/stop-reasons";
import { errorLine } from "./container-end";
import type { Finding } from "./finding";
import { DISK_FULL, whyNotPulled, wrongArchitecture } from "./image-pull";
import type { LogLine } from "../ecs/log-stream";
import { applyLine, commandLine } from "../cli/command-line";
import { missingHealthRoute } from "./health-route";

/** What the fix of a lost secret must not leave out. */
export const NEW_APP_KEY =
  "A lost APP_KEY gets a new value: what Laravel encrypted stays unreadable until APP_PREVIOUS_KEYS has the old one (docs/operate.md).";

/** A task that stopped. */
export interface Stop {
  readonly environment: Environment;

  /** The workload of the task. */
  readonly workload: string;

  /** The container that most likely stopped first, and its image. */
  readonly container: string;
  readonly image: string;

  /** The reasons that ECS gives for the task and for each container. */
  readonly reasons: string;

  /** The log lines of that container. */
  readonly lines: readonly LogLine[];
}

const starts = ({ workload, container }: Stop) => `${workload}: ${container} cannot start`;

/**
 * Why a task stopped, by the reasons that ECS gives. The first match counts.
 *
 * Sources: "Amazon ECS stopped tasks error messages", "Stopped task error codes", and the errors of the ECS agent.
 */
export const EXPLANATIONS: readonly (readonly [RegExp, (stop: Stop) => Finding])[] = [
  [
    STOP_REASONS.imageNotPulled.pattern,
    ({ environment, workload, image, reasons }) => {
      const { cause, why, next } = whyNotPulled(environment, reasons);
      return {
        cause,
        what: `${workload}: the image ${image} cannot be pulled`,
        why: `${why} ECS reports: ${reasons}`,
        next,
      };
    },
  ],
  [
    STOP_REASONS.keyUnusable.pattern,
    ({ environment, workload, reasons }) => ({
      cause: "key-unusable",
      what: `${workload}: the secrets cannot be decrypted`,
      why: `${STOP_REASONS.keyUnusable.why} ECS reports: ${reasons}`,
      next: `${commandLine(environment, "doctor")} prints the commands that make the key usable (docs/recover.md). Then deploy again.`,
    }),
  ],
  [
    STOP_REASONS.secretsUnreadable.pattern,
    ({ environment, workload, reasons }) => ({
      cause: "secret-unreadable",
      what: `${workload}: the secrets cannot be read`,
      why: `${whyUnreadable(reasons, "A parameter does not exist, or its ARN is wrong.")} ECS reports: ${reasons}`,
      next: `Deploy the base stack, which creates the parameters, then the service stack. For a secret with source "operator": ${commandLine(environment, "secret set", "<NAME>")}\n${NEW_APP_KEY}`,
    }),
  ],
  [
    STOP_REASONS.settingsUnreadable.pattern,
    ({ environment, workload, reasons }) => ({
      cause: "settings-unreadable",
      what: `${workload}: Laravel's settings cannot be read`,
      why: `${whyUnreadable(reasons, "The file is not in the bucket.")} ECS reports: ${reasons}`,
      next: `Deploy the service stack, which writes the file to ${namesOf(environment).settingsBucket.name}.`,
    }),
  ],
  [
    /log group does not exist/i,
    (stop) => ({
      cause: "container-not-started",
      what: starts(stop),
      why: `The log group of the container was deleted. ECS reports: ${stop.reasons}`,
      next: `Create it, then deploy again: ${applyLine(stop.environment, "service")}`,
    }),
  ],
  [
    STOP_REASONS.outOfMemory.pattern,
    ({ environment, workload, container }) => ({
      cause: "out-of-memory",
      what: `${workload}: ${container} ran out of memory and was killed`,
      why: STOP_REASONS.outOfMemory.why,
      next: `Raise ${memoryOf(workload, container)} in environments/${environment.environment}.ts and deploy the service stack.`,
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
      next: "Check that the image has the command and the entry point. Replace a host that is low on memory or disk.",
    }),
  ],
  [
    /failed ELB health checks/i,
    ({ environment, workload, reasons, lines }) => ({
      cause: "load-balancer-health-check",
      what: `${workload}: the load balancer's health check failed`,
      why: [reasons, logSays(lines)].join(" ").trim(),
      next:
        missingHealthRoute(environment, reasons) ??
        `GET ${HEALTH_CHECK.path} must return 200 through nginx. Read the log: ${commandLine(environment, "logs", "--container app --since 1h")}`,
    }),
  ],
  [
    /failed container health checks/i,
    ({ environment, workload, container, lines }) => ({
      cause: "container-health-check",
      what: `${workload}: the health check of ${container} failed`,
      why: `The container was running, but its health check did not pass in time. ${logSays(lines)}`.trim(),
      next: `Read the log: ${commandLine(environment, "logs", `--container ${container} --since 1h`)}`,
    }),
  ],
  [
    /Host EC2|SpotInterruption|TerminationNotice/i,
    ({ workload, reasons }) => ({
      cause: "host-lost",
      what: `${workload}: the host of the task was lost`,
      why: reasons.includes("Spot") ? "AWS interrupted the Spot instance." : reasons,
      next: "Auto Scaling launches a new host within minutes. If that is too long, use hosts.minimum: 2 or on-demand hosts.",
    }),
  ],
];

function whyUnreadable(reasons: string, otherwise: string): string {
  if (/AccessDenied|not authorized|403/i.test(reasons))
    return "The task execution role has no permission to read or decrypt it.";
  if (/timeout|deadline|canceled|connection|no such host/i.test(reasons))
    return "The host cannot reach the AWS service.";
  return otherwise;
}

/** The environment's field that sets the memory of a container. */
function memoryOf(workload: string, container: string): string {
  if (workload === "migrate") return "oneOffTask.memoryMiB";
  return container === "app" || container === "nginx"
    ? `web.${container}.memoryMiB`
    : `${container}.memoryMiB`;
}

const logSays = (lines: readonly LogLine[]) => {
  const line = errorLine(lines);
  return line === undefined ? "" : `The log shows: ${line}`;
};
