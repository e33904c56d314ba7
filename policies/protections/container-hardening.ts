import { containersOf, nameOf, titleOf } from "../containers";
import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, list, unless } from "../values";

const SAFE_MOUNT = ["nosuid", "nodev", "noexec"];

export const containerHardening: Policy = {
  name: "container-hardening",
  reason: "Whoever takes over the application takes over the host with it.",
  source: 'AWS: "Task and container security", Amazon ECS Developer Guide',
  types: ["aws_ecs_task_definition", "aws_ecs_service"],
  check: (block, stack) => [
    ...unless(
      !isTrue(block.body.enable_execute_command),
      found(
        "execute-command",
        "enable_execute_command is true, so whoever may call it has a shell in every container: set it to false",
      ),
    ),
    ...(block.type === "aws_ecs_task_definition" ? ofTasks(block, stack) : []),
  ],
};

function ofTasks(block: Block, stack: SynthesizedStack): Finding[] {
  return [
    ...unless(
      block.body.network_mode !== "host",
      found(
        "host-network",
        "network_mode is host, so containers reach the host's own services and credentials: write bridge",
      ),
    ),
    ...unless(
      block.body.pid_mode === undefined,
      found("pid-mode", "pid_mode is set, so processes see others: remove it"),
    ),
    ...unless(
      block.body.task_role_arn !== block.body.execution_role_arn,
      found(
        "one-role",
        "task_role_arn and execution_role_arn are one, so the application may open every secret: use two",
      ),
    ),
    ...containersOf(block, stack).flatMap((container) => {
      const [linux = {}] = blocks(container.linuxParameters);
      const [capabilities = {}] = blocks(linux.capabilities);
      const at = nameOf(container);
      const title = titleOf(container);
      return [
        ...unless(
          container.privileged !== true,
          found("privileged", `${title} is privileged: remove privileged`, at),
        ),
        ...unless(
          /^[1-9]\d*(:[1-9]\d*)?$/.test(String(container.user)),
          found("root-user", `${title} runs as root or as a name: set user to the number of another`, at),
        ),
        ...unless(
          container.readonlyRootFilesystem === true,
          found(
            "writable-root",
            `${title} can write its root file system: set readonlyRootFilesystem to true`,
            at,
          ),
        ),
        ...unless(
          list(capabilities.drop).includes("ALL") && list(capabilities.add).length === 0,
          found(
            "capabilities",
            `${title} keeps capabilities: set linuxParameters.capabilities.drop to ["ALL"]`,
            at,
          ),
        ),
        ...unless(
          list(container.dockerSecurityOptions).includes("no-new-privileges"),
          found(
            "new-privileges",
            `${title} can gain privileges: add "no-new-privileges" to dockerSecurityOptions`,
            at,
          ),
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
