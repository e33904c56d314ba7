import type { TaskDefinition } from "@aws-sdk/client-ecs";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment } from "../../environments/environment";
import { IMAGES, namesOf } from "../../environments/names";
import type { Sandbox } from "./sandbox";

const ROLES = ["web", "scheduler", "migrate"] as const;

/** What DescribeTaskDefinition answers and RegisterTaskDefinition refuses. */
const ANSWERED_ONLY = [
  "compatibilities",
  "deregisteredAt",
  "registeredAt",
  "registeredBy",
  "requiresAttributes",
  "revision",
  "status",
  "taskDefinitionArn",
] as const;

/**
 * The calls of the second article's actions, in their order: amazon-ecs-render-task-definition 1.9 by
 * `task-definition-family`, once for each container, and amazon-ecs-deploy-task-definition 2.6.
 */
export async function deployByActions(
  sandbox: Sandbox,
  environment: Environment,
  tag: string,
): Promise<void> {
  const ecs = new ECSClient(sandbox.clients);
  const { cluster, service } = namesOf(environment);

  for (const role of ROLES) {
    const arn = await register(ecs, environment, role, tag);
    if (role === "migrate") continue;
    const one = { cluster: cluster.name, services: [service(role).name] };
    await ecs.send(new DescribeServicesCommand(one));
    await ecs.send(
      new UpdateServiceCommand({
        cluster: cluster.name,
        service: service(role).name,
        taskDefinition: arn,
        forceNewDeployment: false,
        volumeConfigurations: [],
      }),
    );
    await ecs.send(new DescribeServicesCommand(one));
  }
  await sayWhichImageRuns(sandbox, environment, tag);
}

/** The calls of `make deploy`, as docs/deploying.md has it: the first article's way. */
export async function deployByMakefile(
  sandbox: Sandbox,
  environment: Environment,
  tag: string,
): Promise<void> {
  const ecs = new ECSClient(sandbox.clients);
  const { cluster, service } = namesOf(environment);

  for (const role of ROLES) {
    const arn = await register(ecs, environment, role, tag);
    if (role === "migrate") continue;
    await ecs.send(
      new UpdateServiceCommand({
        cluster: cluster.name,
        service: service(role).name,
        taskDefinition: arn,
      }),
    );
  }
  await sayWhichImageRuns(sandbox, environment, tag);
}

/** The newest revision again, tags included, with another image. */
async function register(
  ecs: ECSClient,
  environment: Environment,
  role: (typeof ROLES)[number],
  tag: string,
): Promise<string> {
  const { taskDefinition = {}, tags } = await ecs.send(
    new DescribeTaskDefinitionCommand({
      taskDefinition: namesOf(environment).taskFamily(role).name,
      include: ["TAGS"],
    }),
  );
  const rest: Partial<TaskDefinition> = { ...taskDefinition };
  for (const field of ANSWERED_ONLY) delete rest[field];
  const { taskDefinition: registered } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...rest,
      family: taskDefinition.family,
      containerDefinitions: (taskDefinition.containerDefinitions ?? []).map((container) => ({
        ...container,
        image: container.image?.replace(/:[^:]+$/, `:${tag}`),
      })),
      tags,
    }),
  );
  return registered?.taskDefinitionArn ?? "";
}

async function sayWhichImageRuns(sandbox: Sandbox, environment: Environment, tag: string): Promise<void> {
  for (const image of IMAGES) {
    await new SSMClient(sandbox.clients).send(
      new PutParameterCommand({
        Name: namesOf(environment).imageParameter(image).name,
        Value: tag,
        Overwrite: true,
      }),
    );
  }
}
