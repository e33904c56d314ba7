import type { Protected } from "../protected";
import { protectedTargetGroup } from "../protected";
import { service } from "../resources";
import * as policies from "../../../policies/subjects/ecs-services";
import { describePolicies } from "../describe-policies";

const balancedService: Protected = (stack, change) => service(stack, { ...balanced, ...change }, healthy);

const balanced = {
  loadBalancer: [{ targetGroupArn: "arn", containerName: "app", containerPort: 80 }],
  healthCheckGracePeriodSeconds: 60,
};

const healthy = { healthCheck: { command: ["CMD", "true"] } };

describePolicies(policies, {
  accepts: {
    "host-ports": {
      "a free port each time": (stack) =>
        service(stack, {}, { portMappings: [{ containerPort: 80, hostPort: 0 }] }),
      "a fixed port of a service that stops first": (stack) =>
        service(
          stack,
          { deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100 },
          { portMappings: [{ containerPort: 80, hostPort: 80 }] },
        ),
    },
    "service-load-balancers": {
      "a container and port that are there": (stack) =>
        service(
          stack,
          { loadBalancer: [{ containerName: "app", containerPort: 80 }] },
          { portMappings: [{ containerPort: 80 }] },
        ),
    },
    "deployment-percentages": {
      "100 and 200": (stack) =>
        service(stack, {
          desiredCount: 1,
          deploymentMinimumHealthyPercent: 100,
          deploymentMaximumPercent: 200,
        }),
    },
  },
  refuses: {
    "service-load-balancers": {
      "a port that is not mapped": [
        (stack) =>
          service(
            stack,
            { loadBalancer: [{ containerName: "app", containerPort: 81 }] },
            { portMappings: [{ containerPort: 80 }] },
          ),
        'port 81 of "app": write 80, or map that port',
      ],
      "load_balancer container not in the task definition": [
        (stack) => service(stack, { loadBalancer: [{ containerName: "apps", containerPort: 80 }] }),
        'aws_ecs_service.service: load_balancer names container "apps": write app',
      ],
    },
    "deployment-percentages": {
      "percentages that round to nothing": [
        (stack) =>
          service(stack, {
            desiredCount: 1,
            deploymentMinimumHealthyPercent: 50,
            deploymentMaximumPercent: 150,
          }),
        "allow none to be replaced",
      ],
      "min 100 / max 100": [
        (stack) =>
          service(stack, {
            desiredCount: 1,
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 100,
          }),
        "of 1 tasks, deployment_minimum_healthy_percent 100 and deployment_maximum_percent 100 allow none to be replaced",
      ],
    },
    "host-ports": {
      "fixed host port under a rolling deploy": [
        (stack) => service(stack, {}, { portMappings: [{ containerPort: 80, hostPort: 80 }] }),
        'container "app" has hostPort 80: write 0, so that Docker chooses a free port',
      ],
    },
  },
  protects: {
    "deployment-gaps": {
      tasks: [
        balancedService,
        { deploymentMinimumHealthyPercent: 50 },
        "deployment_minimum_healthy_percent is below 100",
      ],
    },
    "health-checks": {
      "targets, at all": [
        protectedTargetGroup,
        { healthCheck: { enabled: false, path: "/up" } },
        "health_check is not enabled",
      ],
    },
  },
});
