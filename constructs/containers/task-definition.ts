import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { exempt } from "../../policies/exceptions";
import type { RunningImage } from "./running-image";
import type { TaskRoles } from "./task-roles";

export interface TaskDefinitionProps {
  /** E.g. `api-production-web`. */
  readonly family: string;

  /** Of the hosts: `X86_64` or `ARM64`. */
  readonly cpuArchitecture: string;
  readonly roles: TaskRoles;

  /** The images of its containers. */
  readonly images: readonly RunningImage[];
  readonly containers: readonly { readonly name: string }[];

  /** The volumes that its containers share. */
  readonly volumes: readonly EcsTaskDefinitionVolume[];

  /** Whether operators can open a shell in its containers. */
  readonly shell: boolean;
}

/**
 * The containers of one workload. Terraform follows the revisions that the deploy command registers, and never reverts
 * them: the definition names the image that runs. Older revisions stay registered for rollbacks.
 */
export class TaskDefinition extends Construct {
  /** With its revision. */
  public readonly arn: string;

  /** Without its revision: a task that is started by it gets the newest one. */
  public readonly arnWithoutRevision: string;

  /** Terraform's condition that all its images were released, without `${}`. */
  public readonly isReleased: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);

    const { family, cpuArchitecture, roles, images, containers, volumes, shell } = props;

    // In a local the golden files show the containers as they are. The argument itself is one long string.
    const definitions = new TerraformLocal(this, "containers", containers);

    const definition = new EcsTaskDefinition(this, "task-definition", {
      family,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      containerDefinitions: Fn.jsonencode(definitions.expression),
      ...(volumes.length > 0 ? { volume: [...volumes] } : {}),
      trackLatest: true,
      skipDestroy: true,
      dependsOn: [...roles.permissions],
    });
    if (shell) {
      exempt(
        definition,
        "container-hardening/writable-root",
        "The environment sets shell to true, and ECS Exec's agent writes there.",
      );
    }
    this.isReleased = images.map(({ isReleased }) => isReleased).join(" && ");
    this.arn = definition.arn;
    this.arnWithoutRevision = definition.arnWithoutRevision;
  }
}
