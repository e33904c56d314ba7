import { nearest } from "../../facts/did-you-mean";
import { containersOf, containersOfService, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { byType } from "../policy";
import { blocks, desiredCount, isTrue, list, number, text, unless } from "../values";

export const hostPorts: Policy = {
  name: "host-ports",
  reason: "A new task cannot start while the old one runs, because the port of the host is in use.",
  source: 'AWS: "PortMapping", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }, stack) => {
    const taskDefinition = stack.find("aws_ecs_task_definition", body.task_definition);
    const rolling = (number(body.deployment_maximum_percent) ?? 200) > 100;
    if (!taskDefinition || !rolling || (taskDefinition.body.network_mode ?? "bridge") !== "bridge") return [];
    return containersOf(taskDefinition, stack).flatMap((container) =>
      blocks(container.portMappings)
        .filter(({ hostPort }) => (number(hostPort) ?? 0) > 0)
        .map(
          ({ hostPort }) =>
            `${titleOf(container)} has hostPort ${String(hostPort)}: write 0, so that Docker chooses a free port`,
        ),
    );
  },
};

export const serviceLoadBalancers: Policy = {
  name: "service-load-balancers",
  reason: "ECS refuses a service whose load balancer names a container or port that does not exist.",
  source: 'AWS: "LoadBalancer", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: (service, stack) => {
    const containers = containersOfService(service, stack);
    if (containers.length === 0) return [];

    return blocks(service.body.load_balancer).flatMap((loadBalancer) => {
      const name = text(loadBalancer.container_name);
      const port = number(loadBalancer.container_port);
      const names = containers.map((container) => String(container.name));
      const container = containers.find((candidate) => candidate.name === name);
      if (name === undefined) return [];
      if (!container) {
        return [
          `load_balancer names container "${name}": write ${nearest(name, names) ?? names.join(" or ")}`,
        ];
      }
      const ports = blocks(container.portMappings).map(({ containerPort }) => number(containerPort));
      if (port === undefined || ports.includes(port)) return [];
      return [`load_balancer names port ${port} of "${name}": write ${ports.join(" or ")}, or map that port`];
    });
  },
};

export const deploymentPercentages: Policy = {
  name: "deployment-percentages",
  reason: "A deployment can neither start a new task nor stop an old one, and never ends.",
  source: 'AWS: "DeploymentConfiguration", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: ({ body }) => {
    const minimum = number(body.deployment_minimum_healthy_percent ?? 100);
    const maximum = number(body.deployment_maximum_percent ?? 200);
    const desired = desiredCount(body.desired_count ?? 1) ?? 1;
    if (minimum === undefined || maximum === undefined || desired === 0) return [];
    // ECS rounds the minimum up and the maximum down.
    const mayStop = Math.ceil((desired * minimum) / 100) < desired;
    const mayStart = Math.floor((desired * maximum) / 100) > desired;
    if (mayStop || mayStart) return [];
    return [
      `of ${desired} tasks, deployment_minimum_healthy_percent ${minimum} and deployment_maximum_percent ${maximum} ` +
        "allow none to be replaced: write 100 and 200",
    ];
  },
};

export const deploymentRollbacks: Policy = {
  name: "deployment-rollbacks",
  reason: "ECS retries a release that cannot start, without end.",
  source: 'AWS: "How the Amazon ECS deployment circuit breaker detects failures", Amazon ECS Developer Guide',
  types: ["aws_ecs_service"],
  check: ({ body }) =>
    unless(
      blocks(body.deployment_circuit_breaker).some(
        ({ enable, rollback }) => isTrue(enable) && isTrue(rollback),
      ),
      "deployment_circuit_breaker does not enable both the breaker and the rollback: enable them",
    ),
};

/** The default of ECS. */
const DEFAULT_MINIMUM = 100;

export const deploymentGaps: Policy = {
  name: "deployment-gaps",
  reason: "Requests fail or are cut off at every deployment.",
  source:
    'AWS: "DeploymentConfiguration", Amazon ECS API Reference; "Deregistration delay", Application Load Balancers guide',
  types: ["aws_ecs_service", "aws_lb_target_group"],
  check: ({ type, body }) =>
    type === "aws_ecs_service"
      ? unless(
          blocks(body.load_balancer).length === 0 ||
            (number(body.deployment_minimum_healthy_percent) ?? DEFAULT_MINIMUM) >= DEFAULT_MINIMUM,
          "healthy-percent",
          "deployment_minimum_healthy_percent is below 100, so old tasks stop before new ones serve requests: set it to 100",
        )
      : unless(
          number(body.deregistration_delay) !== 0,
          "deregistration-delay",
          "deregistration_delay is 0, so requests in flight are cut off: set it to the duration of the longest request",
        ),
};

export const oneScheduler: Policy = {
  name: "one-scheduler",
  reason: "Scheduled commands run twice, although some must run only once.",
  source: 'Laravel: "Task Scheduling"; AWS: "DeploymentConfiguration", Amazon ECS API Reference',
  types: ["aws_ecs_service"],
  check: (service, stack) => {
    const { body } = service;
    const containers = containersOfService(service, stack);
    if (!containers.some(({ command }) => list(command)[0] === "scheduler")) return [];
    return [
      ...unless(
        desiredCount(body.desired_count) === 1,
        "count",
        "desired_count of the scheduler is not 1: set it to 1",
      ),
      ...unless(
        (number(body.deployment_maximum_percent) ?? 200) <= 100,
        "overlap",
        "deployment_maximum_percent is above 100, so a new scheduler runs beside the old one: replace it one at a time",
      ),
    ];
  },
};

export const healthChecks: Policy = {
  name: "health-checks",
  reason:
    "A container that no longer works is not replaced, and a release that does not work counts as a success.",
  source:
    'AWS: "Determine Amazon ECS task health using container health checks", Amazon ECS Developer Guide; "Target group health checks", Application Load Balancers guide',
  ...byType({
    aws_ecs_service: (service, stack) => [
      ...containersOfService(service, stack).flatMap((container) =>
        unless(
          blocks(container.healthCheck).length > 0,
          "no-container-check",
          `${titleOf(container)} has no healthCheck, so a container that hangs counts as healthy: add one`,
          nameOf(container),
        ),
      ),
      ...unless(
        blocks(service.body.load_balancer).length === 0 ||
          (number(service.body.health_check_grace_period_seconds) ?? 0) > 0,
        "grace-period",
        "health_check_grace_period_seconds is not set, so tasks are killed while they start: set it",
      ),
    ],
    aws_ecs_task_definition: (block, stack) =>
      containersOf(block, stack)
        .filter(({ essential }) => essential === false)
        .flatMap((container) =>
          unless(
            blocks(container.restartPolicy).some(({ enabled }) => enabled === true),
            "no-restart",
            `${titleOf(container)} is not essential and has no restartPolicy, so it is not started again when it stops: add one`,
            nameOf(container),
          ),
        ),
    aws_lb_target_group: ({ body }) =>
      [blocks(body.health_check)[0] ?? {}].flatMap(({ enabled, matcher, path }) => [
        ...unless(
          enabled === undefined || isTrue(enabled),
          "disabled",
          "health_check is not enabled: enable it",
        ),
        ...unless(
          text(path) !== undefined,
          "path",
          "health_check.path is missing, so the check requests /, which needs no database: write /up",
        ),
        ...unless(
          /^[23]\d\d([,-][23]\d\d)*$/.test(text(matcher) ?? "200"),
          "matcher",
          `health_check.matcher is ${String(matcher)}, so errors count as healthy: write 200`,
        ),
      ]),
  }),
};
