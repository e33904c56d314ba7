import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../environments/environment";
import { NO_IMAGE, namesOf } from "../environments/names";
import { architectureOf } from "../environments/tables/instance-types";
import type { TaskRoles } from "./task-roles";
import type { RunningImage } from "./running-image";
import type { webContainers } from "./web-containers";
import { NGINX_PORT } from "./web-containers";

export interface WebServiceProps {
  readonly environment: Environment;
  readonly clusterArn: string;
  readonly capacityProviderName: string;
  readonly targetGroupArn: string;
  readonly roles: TaskRoles;
  readonly images: readonly RunningImage[];
  readonly containers: ReturnType<typeof webContainers>;
}

/**
 * The API: one task, replaced without downtime by starting the new copy beside the old one on the same host.
 *
 * A release that does not become healthy is rolled back by the circuit breaker. Revisions registered by the deploy
 * command are followed, not undone: the task definition names the image that runs, and older revisions stay registered
 * so that a rollback finds them.
 */
export class WebService extends Construct {
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);

    const { environment, roles, images, containers } = props;
    const { name, web, hosts, shell } = environment;
    const names = namesOf(environment);

    // A local shows the containers as they are; the argument itself is one long string.
    const definitions = new TerraformLocal(this, "containers", [containers.nginx, containers.app]);

    const taskDefinition = new EcsTaskDefinition(this, "task-definition", {
      family: `${names.taskFamilyPrefix}web`,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      runtimePlatform: {
        operatingSystemFamily: "LINUX",
        cpuArchitecture: architectureOf(hosts.instanceType),
      },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      containerDefinitions: Fn.jsonencode(definitions.expression),
      trackLatest: true,
      skipDestroy: true,
      lifecycle: {
        precondition: images.map((image) => ({
          condition: `\${${image.expression} != "${NO_IMAGE}"}`,
          errorMessage: `No ${image.image} image of ${name} was pushed yet. Push one, write its tag to the parameter ${
            names.imageParameter(image.image).name
          }, and deploy again.`,
        })),
      },
    });

    new EcsService(this, "service", {
      name: names.webService.name,
      cluster: props.clusterArn,
      taskDefinition: taskDefinition.arn,
      desiredCount: web.desiredCount,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: web.healthCheckGracePeriodSeconds,
      capacityProviderStrategy: [{ capacityProvider: props.capacityProviderName, base: 0, weight: 1 }],
      orderedPlacementStrategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "spread", field: "instanceId" },
      ],
      // AWS turns it on where it is not stated; one task has nothing to balance.
      availabilityZoneRebalancing: web.desiredCount > 1 ? "ENABLED" : "DISABLED",
      loadBalancer: [
        {
          targetGroupArn: props.targetGroupArn,
          containerName: containers.nginx.name,
          containerPort: NGINX_PORT,
        },
      ],
      enableExecuteCommand: shell,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    });
  }
}
