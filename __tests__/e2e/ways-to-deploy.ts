import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TaskDefinition } from "@aws-sdk/client-ecs";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { ECRClient, ImageAlreadyExistsException, PutImageCommand } from "@aws-sdk/client-ecr";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment } from "../../config/environment";
import { IMAGES, namesOf } from "../../facts/names";
import { succeed } from "../../local/processes";
import { ROOT } from "../../local/project";
import type { Sandbox } from "./sandbox";

/** A manifest with the processor architecture of the hosts. No container runs here. */
export const manifestOf = (tag: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        size: 2,
        digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        platform: { architecture: "amd64", os: "linux" },
      },
    ],
    annotations: { "org.opencontainers.image.revision": tag },
  });

/** Pushes both images, unless they are there. */
export async function push(
  { clients }: Pick<Sandbox, "clients">,
  environment: Environment,
  tag: string,
): Promise<void> {
  for (const image of IMAGES) {
    const repositoryName = namesOf(environment).repository(image).name;
    try {
      await new ECRClient(clients).send(
        new PutImageCommand({ repositoryName, imageTag: tag, imageManifest: manifestOf(tag) }),
      );
    } catch (error) {
      if (!(error instanceof ImageAlreadyExistsException)) throw error;
    }
  }
}

const ROLES = ["web", "scheduler", "migrate"] as const;

/** Fields of DescribeTaskDefinition that RegisterTaskDefinition refuses. */
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
 * The calls of the GitHub actions of AWS, in their order: amazon-ecs-render-task-definition 1.9 with
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

/**
 * `make deploy` with the Makefile of docs/workflows.md, which uses the AWS CLI. Some versions do not support the variables for
 * another endpoint and region.
 */
export async function deployByMakefile(
  { environment, folder: parent }: Sandbox,
  _: Environment,
  tag: string,
): Promise<void> {
  const folder = mkdtempSync(join(parent, "makefile-"));
  const [, makefile = ""] =
    /```make\n([^]*?)```/.exec(readFileSync(join(ROOT, "docs/workflows.md"), "utf8")) ?? [];
  writeFileSync(join(folder, "Makefile"), makefile);
  const cli = execFileSync("which", ["aws"], { encoding: "utf8" }).trim();
  const script = `#!/bin/sh\nexec "${cli}" --endpoint-url "$AWS_ENDPOINT_URL" --region "$AWS_REGION" "$@"\n`;
  writeFileSync(join(folder, "aws"), script, { mode: 0o755 });

  await succeed("make", ["deploy", `COMMIT_ID=${tag}`], {
    cwd: folder,
    env: { ...environment, PATH: `${folder}:${environment.PATH}` },
  });
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
