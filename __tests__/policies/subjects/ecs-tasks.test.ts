import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { TerraformStack } from "cdktf";
import { Fn, TerraformLocal } from "cdktf";
import { container, protectedTask } from "../protected";
import { task } from "../resources";
import * as policies from "../../../policies/subjects/ecs-tasks";
import { describePolicies } from "../describe-policies";

/** The containers as one expression that Terraform encodes. */
const encodedTask = (stack: TerraformStack, container: object) =>
  new EcsTaskDefinition(stack, "task", {
    family: "web",
    containerDefinitions: Fn.jsonencode(new TerraformLocal(stack, "containers", [container]).expression),
  });

describePolicies(policies, {
  accepts: {
    "container-memory": {
      "a container under its task's memory": (stack) => task(stack, { memory: undefined }, { memory: "512" }),
    },
    "container-keys": {
      "keys ECS knows, nested too": (stack) =>
        task(stack, {
          readonlyRootFilesystem: true,
          linuxParameters: { capabilities: { drop: ["ALL"] } },
          dockerLabels: { any: "thing" },
        }),
    },
    "container-values": {
      "texts and numbers": (stack) =>
        task(stack, { stopTimeout: 60, environment: [{ name: "PORT", value: "80" }] }),
    },
  },
  refuses: {
    "container-keys": {
      "a misspelt key in a container that Terraform encodes": [
        (stack) => encodedTask(stack, { name: "app", memory: 64, healthcheck: {} }),
        'container "app" has healthcheck: write healthCheck',
      ],
      "a misspelt nested key": [
        (stack) => task(stack, { healthCheck: { startperiod: 60 } }),
        "has healthCheck.startperiod: write startPeriod",
      ],
      "an unknown key": [(stack) => task(stack, { autoscale: true }), "has autoscale: remove it"],
      "misspelt container key readonlyRootFileSystem": [
        (stack) => task(stack, { readonlyRootFileSystem: true }),
        'aws_ecs_task_definition.task: container "app" has readonlyRootFileSystem: write readonlyRootFilesystem',
      ],
    },
    "container-values": {
      "number as env value": [
        (stack) => task(stack, { environment: [{ name: "PORT", value: 80 }] }),
        'container "app" has PORT = 80 in environment: write a text, in quotes',
      ],
      'stopTimeout: "60s"': [
        (stack) => task(stack, { stopTimeout: "60s" }),
        'container "app" has stopTimeout "60s": write a number',
      ],
    },
    "container-memory": {
      "container without memory": [
        (stack) => task(stack, { memory: undefined }),
        'aws_ecs_task_definition.task: container "app" has no memory: set memory, in MiB',
      ],
    },
  },
  protects: {
    "graceful-stops": {
      time: [container, { stopTimeout: undefined }, 'container "app" has no stopTimeout'],
      signals: [
        container,
        { linuxParameters: { capabilities: { drop: ["ALL"] } } },
        'container "app" has no init process',
      ],
    },
    "container-hardening": {
      privileges: [container, { privileged: true }, 'container "app" is privileged: remove privileged'],
      "the user": [container, { user: "0:0" }, 'container "app" runs as root or as a user name'],
      "no user": [container, { user: undefined }, 'container "app" runs as root or as a user name'],
      "the root file system": [
        container,
        { readonlyRootFilesystem: false },
        'container "app" can write its root file system',
      ],
      capabilities: [container, { linuxParameters: {} }, 'container "app" keeps capabilities'],
      "new privileges": [container, { dockerSecurityOptions: [] }, 'container "app" can gain privileges'],
      "what is written to memory": [
        container,
        {
          linuxParameters: {
            capabilities: { drop: ["ALL"] },
            tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["rw", "nosuid", "nodev"] }],
          },
        },
        'container "app" can run what it writes to /tmp: add nosuid, nodev, noexec to mountOptions',
      ],
      "a shell": [
        (stack, change) =>
          new EcsService(stack, "s", { name: "web", enableExecuteCommand: false, ...change }),
        { enableExecuteCommand: true },
        "enable_execute_command is true, so every principal that can call it gets a shell in every container",
      ],
      "the host's network": [protectedTask, { networkMode: "host" }, "network_mode is host"],
      "the host's processes": [protectedTask, { pidMode: "host" }, "pid_mode is set"],
      "one role for two": [
        protectedTask,
        { executionRoleArn: "arn:task" },
        "task_role_arn and execution_role_arn are the same role",
      ],
    },
    "container-logs": {
      "a container": [container, { logConfiguration: undefined }, 'container "app" has no logConfiguration'],
      "a container that waits for them": [
        container,
        { logConfiguration: { logDriver: "awslogs", options: { mode: "blocking" } } },
        'container "app" stops when CloudWatch Logs does not answer',
      ],
    },
  },
});
