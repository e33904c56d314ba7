import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { cpuUnitsOf } from "../../config/cpu-units";
import type { Environment } from "../../config/environment";
import { NO_IMAGE, namesOf } from "../../facts/names";
import type { Workload } from "../../facts/names";
import { architectureOf } from "../../facts/instance-types";
import type { RunningImage } from "./running-image";
import type { TaskRoles } from "./task-roles";
import { except } from "../../policies/exceptions";

export interface TaskDefinitionProps {
  readonly environment: Environment;

  /** What its tasks are for; names the family. */
  readonly role: Workload;
  readonly roles: TaskRoles;

  /** The images its containers run. */
  readonly images: readonly RunningImage[];
  readonly containers: readonly { readonly name: string }[];
}

/**
 * The containers of one role. Revisions registered by a deploy are followed, not undone: the definition names the image
 * that runs, and older revisions stay registered so that a rollback finds them.
 */
export class TaskDefinition extends Construct {
  /** With its revision. */
  public readonly arn: string;

  /** Without: whoever starts tasks by it gets the newest revision. */
  public readonly arnWithoutRevision: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);

    const { environment, role, roles, images } = props;
    const names = namesOf(environment);
    const cpuUnits = cpuUnitsOf(environment);
    const containers = props.containers.map((container) => ({
      ...container,
      ...(container.name in cpuUnits ? { cpu: cpuUnits[container.name] } : {}),
    }));

    // A local shows the containers as they are; the argument itself is one long string.
    const definitions = new TerraformLocal(this, "containers", containers);

    const definition = new EcsTaskDefinition(this, "task-definition", {
      family: names.taskFamily(role).name,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      runtimePlatform: {
        operatingSystemFamily: "LINUX",
        cpuArchitecture: architectureOf(environment.hosts.instanceType),
      },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      containerDefinitions: Fn.jsonencode(definitions.expression),
      trackLatest: true,
      skipDestroy: true,
      dependsOn: [...roles.permissions],
      lifecycle: {
        precondition: images.map((image) => ({
          condition: `\${${image.expression} != "${NO_IMAGE}"}`,
          errorMessage: `No ${image.image} image of ${environment.name} was pushed yet. Push one, write its tag to the parameter ${
            names.imageParameter(image.image).name
          }, and deploy again.`,
        })),
      },
    });
    if (environment.shell) {
      except(
        definition,
        "container-hardening",
        "The environment sets shell to true, and ECS Exec's agent writes there.",
        "can write its root file system",
      );
    }
    this.arn = definition.arn;
    this.arnWithoutRevision = definition.arnWithoutRevision;
  }
}
