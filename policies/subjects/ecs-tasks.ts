import type { ContainerKeys } from "../../facts/container-keys";
import { CONTAINER_KEYS } from "../../facts/container-keys";
import { nearest } from "../../facts/did-you-mean";
import { containersOf, nameOf, titleOf } from "../containers";
import type { Block } from "../block";
import type { Finding } from "../finding";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isObject, isTrue, list, number, unless } from "../values";

export const containerKeys: Policy = {
  name: "container-keys",
  reason: "ECS ignores a key that it does not know, without a warning.",
  source: 'AWS: "ContainerDefinition", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) =>
      unknownIn(container, CONTAINER_KEYS, "").map((found) => `${titleOf(container)} has ${found}`),
    ),
};

function unknownIn(value: unknown, allowed: ContainerKeys, path: string): string[] {
  return blocks(value).flatMap((object) =>
    Object.entries(object).flatMap(([key, child]) => {
      const below = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
      if (below === undefined) {
        const meant = nearest(key, Object.keys(allowed));
        return [`${path}${key}: ${meant ? `write ${meant}` : "remove it"}`];
      }
      return below && (isObject(child) || Array.isArray(child))
        ? unknownIn(child, below, `${path}${key}.`)
        : [];
    }),
  );
}

const NUMBERS = ["cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout"];

export const containerValues: Policy = {
  name: "container-values",
  reason: "ECS accepts these only as JSON numbers and strings.",
  source: 'AWS: "ContainerDefinition" and "KeyValuePair", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => [
      ...NUMBERS.filter((key) => container[key] !== undefined && !isNumber(container[key])).map(
        (key) => `${titleOf(container)} has ${key} ${JSON.stringify(container[key])}: write a number`,
      ),
      ...blocks(container.environment)
        .filter(({ value }) => typeof value !== "string")
        .map(
          ({ name, value }) =>
            `${titleOf(container)} has ${String(name)} = ${JSON.stringify(value)} in environment: write a text, in quotes`,
        ),
    ]),
};

/** A number, or a text with a reference, which Terraform turns into a number. */
function isNumber(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value.includes("${"));
}

export const containerMemory: Policy = {
  name: "container-memory",
  reason: "On EC2, ECS refuses a task definition with a container that has no memory.",
  source: 'AWS: "ContainerDefinition", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    block.body.memory !== undefined
      ? []
      : containersOf(block, stack)
          .filter(({ memory, memoryReservation }) => memory === undefined && memoryReservation === undefined)
          .map((container) => `${titleOf(container)} has no memory: set memory, in MiB`),
};

const SAFE_MOUNT = ["nosuid", "nodev", "noexec"];

export const containerHardening: Policy = {
  name: "container-hardening",
  reason: "An attacker who takes over the application takes over the host as well.",
  source: 'AWS: "Task and container security", Amazon ECS Developer Guide',
  types: ["aws_ecs_task_definition", "aws_ecs_service"],
  check: (block, stack) => [
    ...unless(
      !isTrue(block.body.enable_execute_command),
      "execute-command",
      "enable_execute_command is true, so every principal that can call it gets a shell in every container: set it to false",
    ),
    ...(block.type === "aws_ecs_task_definition" ? ofTasks(block, stack) : []),
  ],
};

function ofTasks(block: Block, stack: SynthesizedStack): Finding[] {
  return [
    ...unless(
      block.body.network_mode !== "host",
      "host-network",
      "network_mode is host, so containers reach the host's own services and credentials: write bridge",
    ),
    ...unless(
      block.body.pid_mode === undefined,
      "pid-mode",
      "pid_mode is set, so containers see the processes of others: remove it",
    ),
    ...unless(
      block.body.task_role_arn !== block.body.execution_role_arn,
      "one-role",
      "task_role_arn and execution_role_arn are the same role, so the application can read every secret: use two roles",
    ),
    ...containersOf(block, stack).flatMap((container) => {
      const [linux = {}] = blocks(container.linuxParameters);
      const [capabilities = {}] = blocks(linux.capabilities);
      const at = nameOf(container);
      const title = titleOf(container);
      return [
        ...unless(
          container.privileged !== true,
          "privileged",
          `${title} is privileged: remove privileged`,
          at,
        ),
        ...unless(
          /^[1-9]\d*(:[1-9]\d*)?$/.test(String(container.user)),
          "root-user",
          `${title} runs as root or as a user name: set user to the number of another user`,
          at,
        ),
        ...unless(
          container.readonlyRootFilesystem === true,
          "writable-root",
          `${title} can write its root file system: set readonlyRootFilesystem to true`,
          at,
        ),
        ...unless(
          list(capabilities.drop).includes("ALL") && list(capabilities.add).length === 0,
          "capabilities",
          `${title} keeps capabilities: set linuxParameters.capabilities.drop to ["ALL"]`,
          at,
        ),
        ...unless(
          list(container.dockerSecurityOptions).includes("no-new-privileges"),
          "new-privileges",
          `${title} can gain privileges: add "no-new-privileges" to dockerSecurityOptions`,
          at,
        ),
        ...blocks(linux.tmpfs)
          .filter(({ mountOptions }) => !SAFE_MOUNT.every((option) => list(mountOptions).includes(option)))
          .map(({ containerPath }) =>
            found(
              "executable-mount",
              `${title} can run what it writes to ${String(containerPath)}: add ${SAFE_MOUNT.join(", ")} to mountOptions`,
              at,
            ),
          ),
      ];
    }),
  ];
}

export const containerLogs: Policy = {
  name: "container-logs",
  reason: "The output of a container is lost with its host.",
  source: 'AWS: "Send Amazon ECS logs to CloudWatch", Amazon ECS Developer Guide',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => {
      const [log = {}] = blocks(container.logConfiguration);
      return [
        ...unless(
          log.logDriver === "awslogs",
          "no-log",
          `${titleOf(container)} has no logConfiguration: use ContainerLog`,
          nameOf(container),
        ),
        ...unless(
          blocks(log.options).every(({ mode }) => mode === "non-blocking"),
          "blocking-log",
          `${titleOf(container)} stops when CloudWatch Logs does not answer: set the option mode to non-blocking`,
          nameOf(container),
        ),
      ];
    }),
};

export const gracefulStops: Policy = {
  name: "graceful-stops",
  reason: "A migration, job or request in progress is killed when its task is stopped.",
  source: 'AWS: "ContainerDefinition" and "LinuxParameters", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) => [
      ...unless(
        (number(container.stopTimeout) ?? 0) > 0,
        "stop-timeout",
        `${titleOf(container)} has no stopTimeout: set it to the duration of the longest request or job`,
        nameOf(container),
      ),
      ...unless(
        blocks(container.linuxParameters).some(({ initProcessEnabled }) => initProcessEnabled === true),
        "init-process",
        `${titleOf(container)} has no init process, so stop signals may not reach the process: set linuxParameters.initProcessEnabled to true`,
        nameOf(container),
      ),
    ]),
};
