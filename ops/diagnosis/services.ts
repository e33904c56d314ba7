import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Observations } from "./observations";
import { NO_IMAGE } from "../../facts/names";
import { awsLine } from "../../facts/shell-words";
import { applyLine, commandLine } from "../cli/command-line";
import { workloadOf } from "../ecs/arn";
import { configuredCount } from "../ecs/workloads";
import type { DiagnosisRule } from "./rule";

export const newestDeploymentOf = (
  { serviceDeployments = [] }: Observations,
  { serviceArn }: Service,
): ServiceDeployment | undefined => serviceDeployments.find((each) => each.serviceArn === serviceArn);

/** Whether a service's newest deployment has completed, with all of its tasks running. */
export function isSettled(seen: Observations, service: Service): boolean {
  const newest = newestDeploymentOf(seen, service);
  const { runningCount = 0, desiredCount = 0, deployments = [] } = service;
  return (
    runningCount >= desiredCount &&
    deployments.every(({ rolloutState = "COMPLETED" }) => rolloutState === "COMPLETED") &&
    (newest === undefined || newest.status === "SUCCESSFUL")
  );
}

/** Events of a service since it was last steady, newest first. */
export function eventsOf({ events = [] }: Service): string[] {
  const steady = events.findIndex(({ message }) => (message ?? "").includes("has reached a steady state"));
  return events.slice(0, steady === -1 ? undefined : steady).map(({ message = "" }) => message);
}

/** Services that the environment should have, and that do not exist. */
export const missingServices: DiagnosisRule = (environment, { missing = [] }) =>
  missing.map((workload) => ({
    cause: "service-missing" as const,
    what: `${workload}: the cluster ${environment.name} has no such service`,
    why: "The service stack was not deployed yet, or was destroyed.",
    next: `Run: ${applyLine(environment, "service")}`,
  }));

/** Services that should run no task. No environment configures that, but Terraform creates a service so before the first release. */
export const servicesWithoutTasks: DiagnosisRule = (environment, { services = [], images }) =>
  images === undefined || images.app === NO_IMAGE
    ? []
    : services
        .filter(({ desiredCount }) => desiredCount === 0)
        .map(({ serviceName = "" }) => ({
          cause: "service-without-tasks" as const,
          what: `${serviceName}: its number of tasks is 0${serviceName === "web" ? ", so requests get 503" : ""}`,
          why: "It was set in the console or with the AWS CLI.",
          next: `Start the tasks: ${awsLine(environment, "ecs", "update-service", "--cluster", environment.name, "--service", serviceName, "--desired-count", `${configuredCount(environment, serviceName)}`)}`,
        }));

/** Containers that ended while their task is running, e.g. a sidecar worker. */
export const stoppedSidecars: DiagnosisRule = (environment, { tasks = [] }) =>
  tasks
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .flatMap(({ taskDefinitionArn, containers = [] }) =>
      containers
        .filter(({ lastStatus }) => lastStatus === "STOPPED")
        .map(({ name = "", exitCode }) => ({
          cause: "container-failed" as const,
          what: `${workloadOf(environment, taskDefinitionArn)}: ${name} has ended while its task is running${exitCode === undefined ? "" : `, with exit code ${exitCode}`}`,
          why: "The container is not essential, so its task keeps running. ECS restarts it if it had run for at least a minute.",
          next: `Read the log: ${commandLine(environment, "logs", `--container ${name} --since 1h`)}`,
        })),
    );

/** AWS throttles the requests of ECS. */
export const throttledServices: DiagnosisRule = (_environment, { services = [] }) =>
  services
    .filter((service) =>
      eventsOf(service).some((message) => message.includes("operations are being throttled")),
    )
    .map(({ serviceName }) => ({
      cause: "throttled" as const,
      what: `${serviceName}: AWS throttles the requests that ECS makes for it`,
      why: "This account makes too many requests in this region, e.g. to Elastic Load Balancing.",
      next: "Wait: ECS retries on its own. Do not deploy again before that.",
    }));

/** Services with fewer running tasks than desired. */
export const servicesBelowDesired: DiagnosisRule = (environment, { services = [] }) =>
  services
    .filter(({ runningCount = 0, desiredCount = 0 }) => runningCount < desiredCount)
    .map((service) => ({
      cause: "service-below-desired" as const,
      what: `${service.serviceName}: ${service.runningCount} of ${service.desiredCount} tasks are running`,
      why: eventsOf(service)[0] ?? "ECS has reported no reason yet. A task may be starting.",
      next: `Run status again in a minute, or read the log: ${commandLine(environment, "logs", `--container ${service.serviceName === "web" ? "app" : service.serviceName}`)}`,
    }));
