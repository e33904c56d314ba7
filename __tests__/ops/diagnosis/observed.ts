import type { Container, ContainerInstance, Service, Task } from "@aws-sdk/client-ecs";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { Environment } from "../../../config/environment";
import { diagnose } from "../../../ops/diagnosis/diagnose";
import type { Cause, Finding } from "../../../ops/diagnosis/finding";
import type { LogLine } from "../../../ops/ecs/log-stream";
import type { Observations } from "../../../ops/diagnosis/observations";
import { change } from "../../config/change";

export const AT = new Date("2026-11-24T03:00:00Z");

const ARN = "arn:aws:ecs:eu-west-1:111122223333";
const REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-test";

export const minutesAgo = (minutes: number) => new Date(AT.getTime() - minutes * 60_000);

let unchanged: Environment | undefined;

/** The environment of the tests with changes. Without changes it is resolved once. */
export const environment = (changes: Readonly<Record<string, unknown>> = {}): Environment =>
  Object.keys(changes).length > 0 ? resolved(changes) : (unchanged ??= resolved(changes));

function resolved(changes: Readonly<Record<string, unknown>>): Environment {
  const [environment] = resolveEnvironments([change(changes)]);
  if (environment === undefined) throw new Error("resolveEnvironments lost the environment");
  return environment;
}

export const revision = (workload: string, number = 12) =>
  `${ARN}:task-definition/shop-test-${workload}:${number}`;

/** A service that runs what it should. */
export const service = (name: string, changes: Partial<Service> = {}): Service => ({
  serviceName: name,
  serviceArn: `${ARN}:service/shop-test/${name}`,
  taskDefinition: revision(name),
  desiredCount: 1,
  runningCount: 1,
  deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
  events: [{ message: `(service ${name}) has reached a steady state.` }],
  ...changes,
});

export const event = (message: string) => ({ events: [{ message }] });

/** A service that waits for its task. */
export const waiting = (name: string, changes: Partial<Service> = {}) =>
  service(name, {
    runningCount: 0,
    deployments: [{ status: "PRIMARY", rolloutState: "IN_PROGRESS" }],
    ...changes,
  });

export const container = (name: string, changes: Partial<Container> = {}): Container => ({
  name,
  image: `${REPOSITORY}/${name === "nginx" ? "nginx" : "app"}:abc`,
  lastStatus: "RUNNING",
  ...changes,
});

export const task = (workload: string, containers: Container[], changes: Partial<Task> = {}): Task => ({
  taskArn: `${ARN}:task/shop-test/0123`,
  taskDefinitionArn: revision(workload),
  lastStatus: "RUNNING",
  containers,
  ...changes,
});

export const stopped = (workload: string, containers: Container[], changes: Partial<Task> = {}) =>
  task(workload, containers, { lastStatus: "STOPPED", stoppedAt: minutesAgo(1), ...changes });

export const host = (freeMiB: number, changes: Partial<ContainerInstance> = {}): ContainerInstance => ({
  containerInstanceArn: `${ARN}:container-instance/shop-test/abcd`,
  ec2InstanceId: "i-0123456789abcdef0",
  status: "ACTIVE",
  agentConnected: true,
  remainingResources: [{ name: "MEMORY", type: "INTEGER", integerValue: freeMiB }],
  registeredResources: [{ name: "MEMORY", type: "INTEGER", integerValue: 1_782 }],
  ...changes,
});

export const line = (name: string, text: string): LogLine => ({
  container: name,
  task: "0123",
  at: AT,
  text,
});

/** All is well. */
export const healthy: Observations = {
  at: AT,
  services: [service("web"), service("scheduler")],
  serviceDeployments: [],
  tasks: [
    task(
      "web",
      ["nginx", "app", "worker"].map((name) => container(name)),
    ),
  ],
  taskDefinitions: [
    {
      taskDefinitionArn: revision("web"),
      containerDefinitions: [
        { name: "nginx", memory: 64 },
        { name: "app", memory: 544 },
        { name: "worker", memory: 160 },
      ],
    },
  ],
  hosts: [host(402)],
  scalingActivities: [],
  targets: [{ TargetHealth: { State: "healthy" } }],
  logs: [],
  images: { app: "abc", nginx: "abc" },
  jobs: { waiting: 0, inFlight: 0, failed: 0 },
  alarms: [],
};

export const findings = (
  seen: Partial<Observations>,
  changes: Readonly<Record<string, unknown>> = {},
): Finding[] => diagnose(environment(changes), { ...healthy, ...seen });

/** What is found when these observations take the place of healthy ones. */
export const causes = (
  seen: Partial<Observations>,
  changes: Readonly<Record<string, unknown>> = {},
): Cause[] => findings(seen, changes).map(({ cause }) => cause);

/** The first finding as the operator reads it. */
export const explained = (
  seen: Partial<Observations>,
  changes: Readonly<Record<string, unknown>> = {},
): string => {
  const [first] = findings(seen, changes);
  return first ? [`${first.cause}: ${first.what}`, first.why, first.next].join("\n") : "all is well";
};
