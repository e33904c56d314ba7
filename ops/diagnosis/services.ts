import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Observations } from "./observations";
import type { Environment } from "../../config/environment";
import type { Workload } from "../../facts/names";
import { command, workloadOf } from "./rule";
import type { Rule } from "./rule";

/** The workloads that this environment runs as services. */
export const servicesOf = ({ worker, scheduler }: Environment): Workload[] => [
  "web",
  ...(worker.runs === "service" ? (["worker"] as const) : []),
  ...(scheduler.runs === "service" ? (["scheduler"] as const) : []),
];

export const newestDeploymentOf = (
  { serviceDeployments = [] }: Observations,
  { serviceArn }: Service,
): ServiceDeployment | undefined => serviceDeployments.find((each) => each.serviceArn === serviceArn);

/** Whether a service runs what it was last told to run, in the number it should. */
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

/** Services that should be there and are not. */
export const missingServices: Rule = (environment, { missing = [] }) =>
  missing.map((workload) => ({
    cause: "service-missing" as const,
    what: `${workload}: there is no such service in the cluster ${environment.name}`,
    why: "The service stack was not deployed yet, or was destroyed.",
    next: `npx cdktf deploy ${environment.environment}-service --ignore-missing-stack-dependencies`,
  }));

/** Containers that ended while their task goes on: a worker beside the web server. */
export const stoppedSidecars: Rule = (environment, { tasks = [] }) =>
  tasks
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .flatMap(({ taskDefinitionArn, containers = [] }) =>
      containers
        .filter(({ lastStatus }) => lastStatus === "STOPPED")
        .map(({ name = "", exitCode }) => ({
          cause: "container-failed" as const,
          what: `${workloadOf(environment, taskDefinitionArn)}: ${name} has ended beside the others${exitCode === undefined ? "" : `, with exit code ${exitCode}`}`,
          why: "It is not essential, so its task goes on without it; ECS starts it again once it had run for a minute.",
          next: `Read its log: ${command(environment, "logs", `--container ${name} --since 1h`)}`,
        })),
    );

/** ECS cannot keep up, or is told to wait. */
export const throttledServices: Rule = (_environment, { services = [] }) =>
  services
    .filter((service) =>
      eventsOf(service).some((message) => message.includes("operations are being throttled")),
    )
    .map(({ serviceName }) => ({
      cause: "throttled" as const,
      what: `${serviceName}: AWS throttles what ECS does for it`,
      why: "Too many calls in this account and region, of the load balancer's or the scheduler's interface.",
      next: "ECS goes on by itself. Do not deploy again until it did.",
    }));

/** A service that runs fewer tasks than it should. */
export const servicesBelowDesired: Rule = (environment, { services = [] }) =>
  services
    .filter(({ runningCount = 0, desiredCount = 0 }) => runningCount < desiredCount)
    .map((service) => ({
      cause: "service-below-desired" as const,
      what: `${service.serviceName}: ${service.runningCount} of ${service.desiredCount} tasks run`,
      why: eventsOf(service)[0] ?? "ECS has said nothing about it yet: a task may be starting.",
      next: `Look again in a minute; the log: ${command(environment, "logs", `--container ${service.serviceName === "web" ? "app" : service.serviceName}`)}`,
    }));
