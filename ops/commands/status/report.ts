import type { ContainerInstance, Service } from "@aws-sdk/client-ecs";
import type { Environment } from "../../../config/environment";
import type { Image } from "../../../facts/names";
import { IMAGES, namesOf } from "../../../facts/names";
import { diagnose } from "../../diagnosis/diagnose";
import type { Finding } from "../../diagnosis/finding";
import { runningTags } from "../../diagnosis/images";
import type { Observations } from "../../diagnosis/observations";
import { awaitsFirstData } from "../../diagnosis/warnings";
import type { Cache } from "../../ecs/cache";
import type { Mail } from "../../ecs/mail";
import type { ReleaseInProgress } from "../../ecs/release-lock";
import type { Jobs } from "../../ecs/surroundings";
import type { Maintenance } from "../../maintenance/listener";
import { memoryMiB } from "../../ecs/room";
import { idOf, workloadOf } from "../../ecs/arn";
import { isSettled } from "../../diagnosis/services";

export interface ServiceStatus {
  readonly service: string;
  readonly running: number;
  readonly desired: number;

  /** E.g. `api-production-web:12`. */
  readonly revision: string;

  /** The image tags of its running tasks: two of one image while a deployment is in progress. */
  readonly tags: Readonly<Record<string, readonly string[]>>;

  /** When its newest deployment started. */
  readonly since?: Date;
  readonly deploying: boolean;
}

interface HostStatus {
  readonly instance: string;
  readonly state: string;
  readonly freeMiB: number;
  readonly registeredMiB: number;
  readonly tasks: number;
}

/** The state of an environment, for people and for programs. */
export interface StatusReport {
  readonly at: Date;
  readonly healthy: boolean;

  /** False if its file switches the environment off. It then has no services and no hosts. */
  readonly running: boolean;
  readonly services: readonly ServiceStatus[];
  readonly images?: Readonly<Record<Image, string>>;
  readonly hosts?: readonly HostStatus[];
  readonly targets?: { readonly healthy: number; readonly all: number };
  readonly jobs?: Jobs;
  readonly cache?: Cache;
  readonly mail?: Mail;
  readonly release?: ReleaseInProgress;
  readonly maintenance?: Maintenance;
  readonly alarms?: {
    readonly inAlarm: readonly string[];
    /** In ALARM, because they are newer than the data that they ask for. */
    readonly awaitingData: readonly string[];
    readonly all: number;
  };
  readonly findings: readonly Finding[];
  readonly unseen: readonly string[];
}

export function reportOn(
  environment: Environment,
  seen: Observations,
  unseen: readonly string[],
): StatusReport {
  const { at, services = [], images, hosts, targets, jobs, cache, mail, alarms, release, maintenance } = seen;
  const findings = diagnose(environment, seen);
  const inAlarm = alarms?.filter(({ StateValue }) => StateValue === "ALARM") ?? [];
  return {
    at,
    healthy: findings.length === 0,
    running: environment.running,
    services: services.map((service) => serviceStatus(environment, seen, service)),
    ...(images ? { images } : {}),
    ...(hosts ? { hosts: hosts.map(hostStatus) } : {}),
    ...(targets
      ? {
          targets: {
            healthy: targets.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length,
            all: targets.length,
          },
        }
      : {}),
    ...(jobs ? { jobs } : {}),
    ...(cache ? { cache } : {}),
    ...(mail ? { mail } : {}),
    ...(release ? { release } : {}),
    ...(maintenance ? { maintenance } : {}),
    ...(alarms
      ? {
          alarms: {
            inAlarm: inAlarm
              .filter((alarm) => !awaitsFirstData(alarm, at))
              .map(({ AlarmName = "" }) => AlarmName),
            awaitingData: inAlarm
              .filter((alarm) => awaitsFirstData(alarm, at))
              .map(({ AlarmName = "" }) => AlarmName),
            all: alarms.length,
          },
        }
      : {}),
    findings,
    unseen,
  };
}

function serviceStatus(environment: Environment, seen: Observations, service: Service): ServiceStatus {
  const names = namesOf(environment);
  const { serviceName = "", runningCount = 0, desiredCount = 0, taskDefinition, deployments = [] } = service;
  const own = {
    ...seen,
    tasks: (seen.tasks ?? []).filter(
      (task) => workloadOf(environment, task.taskDefinitionArn) === serviceName,
    ),
  };
  const tags = IMAGES.map((image) => [image, runningTags(own, names.repository(image).name)] as const);
  const since = deployments.find(({ status }) => status === "PRIMARY")?.createdAt;
  return {
    service: serviceName,
    running: runningCount,
    desired: desiredCount,
    revision: idOf(taskDefinition),
    tags: Object.fromEntries(tags.filter(([, found]) => found.length > 0)),
    ...(since ? { since } : {}),
    deploying:
      !isSettled(seen, service) && deployments.some(({ rolloutState }) => rolloutState === "IN_PROGRESS"),
  };
}

const hostStatus = (host: ContainerInstance): HostStatus => ({
  instance: host.ec2InstanceId ?? "",
  state: host.agentConnected === false ? "DISCONNECTED" : (host.status ?? ""),
  freeMiB: memoryMiB(host.remainingResources),
  registeredMiB: memoryMiB(host.registeredResources),
  tasks: host.runningTasksCount ?? 0,
});
