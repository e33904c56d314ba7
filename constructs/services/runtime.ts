import type { Construct } from "constructs";
import type { Image, Names, ServiceName, Workload } from "../../facts/names";
import type { Application } from "../containers/laravel-container";
import type { RunningImage } from "../containers/running-image";
import { TaskDefinition } from "../containers/task-definition";
import type { TaskRoles } from "../containers/task-roles";
import { SOCKET_VOLUME } from "../containers/task-volume";
import type { Capacity, ServiceProps } from "./service";
import { Service } from "./service";

/** What the workloads of one environment share. */
export interface Runtime {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly capacity: Capacity;
  readonly application: Application;
  readonly images: Readonly<Record<Image, RunningImage>>;
  readonly roles: TaskRoles;

  /** Of the hosts: `X86_64` or `ARM64`. */
  readonly cpuArchitecture: string;

  /** CPU units reserved for each container, by its name. Empty if the web service does not scale. */
  readonly cpuUnits: Readonly<Record<string, number>>;

  /** Whether operators can open a shell in the containers. */
  readonly shell: boolean;
}

type Containers = readonly { readonly name: string }[];

/** The task definition of a workload. Its id is `<workload>-task`, in the scope of the stack. */
export function taskDefinition(
  scope: Construct,
  runtime: Runtime,
  workload: Workload,
  containers: Containers,
): TaskDefinition {
  const { names, images, roles, cpuArchitecture, cpuUnits, shell } = runtime;
  return new TaskDefinition(scope, `${workload}-task`, {
    family: names.taskFamily(workload).name,
    cpuArchitecture,
    roles,
    images: workload === "web" ? [images.app, images.nginx] : [images.app],
    containers: containers.map((container) =>
      container.name in cpuUnits ? { ...container, cpu: cpuUnits[container.name] } : container,
    ),
    // Only its nginx and PHP-FPM talk to each other.
    volumes: workload === "web" ? [SOCKET_VOLUME] : [],
    shell,
  });
}

/** A workload as a service that ECS keeps running. Its id is the workload, in the scope of the stack. */
export function service(
  scope: Construct,
  runtime: Runtime,
  workload: ServiceName,
  containers: Containers,
  props: Pick<ServiceProps, "desiredCount" | "scaled" | "replace" | "loadBalancer">,
): Service {
  const { names, capacity, shell } = runtime;
  return new Service(scope, workload, {
    name: names.service(workload).name,
    capacity,
    taskDefinition: taskDefinition(scope, runtime, workload, containers),
    shell,
    ...props,
  });
}
