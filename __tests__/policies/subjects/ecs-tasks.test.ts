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
    "container-hardening": {
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
      "the host's processes": [protectedTask, { pidMode: "host" }, "pid_mode is set"],
    },
  },
});
