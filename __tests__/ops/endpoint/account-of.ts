import { createHash } from "node:crypto";
import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { Environment } from "../../../config/environment";
import type { Image } from "../../../facts/names";
import { IMAGES, namesOf } from "../../../facts/names";
import type { Workload } from "../../../facts/names";
import { World } from "./world";

/** What runs in the beginning. */
export const OLD = "1a2b3c4";
/** What was pushed since. */
export const NEW = "5d6e7f8";

const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** An environment as `cdktf deploy` leaves it: one release, healthy, on one host; and an image that was pushed since. */
export function accountOf(environment: Environment): World {
  const names = namesOf(environment);
  const world = new World(names.cluster.name, environment.accountId, environment.region);

  for (const image of IMAGES) {
    for (const tag of [OLD, NEW]) pushImage(world, names.repository(image).name, tag);
    world.parameters.set(names.imageParameter(image).name, OLD);
  }
  world.parameters.set(names.databasePassword.name, "");
  for (const variable of Object.keys(environment.secrets))
    world.parameters.set(names.secret(variable).name, "");
  world.roles.add(names.executionRole.name).add(names.taskRole.name);
  putSettings(world, environment, "first");

  world.hosts.push({ id: "7f3a", registeredMiB: 1_881, freeMiB: 402 });
  const { worker, scheduler } = environment;
  const served: Workload[] = [
    "web",
    ...(worker.runs === "service" ? (["worker"] as const) : []),
    ...(scheduler.runs === "service" ? (["scheduler"] as const) : []),
  ];
  const started: Workload[] = scheduler.runs === "eventbridge" ? ["scheduler", "migrate"] : ["migrate"];
  for (const workload of [...served, ...started]) registerAsTerraform(world, environment, workload);
  for (const workload of served) world.serve(workload);
  return world;
}

/** An image with one manifest, whose configuration names the processor it is for. */
export function pushImage(world: World, repository: string, tag: string, architecture = "amd64"): void {
  const config = JSON.stringify({ architecture, os: "linux", tag });
  const configDigest = sha256(config);
  world.objects.set(`blobs/${configDigest}`, { body: config, etag: configDigest, modified: new Date() });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { digest: configDigest },
    layers: [],
  });
  push(world, repository, tag, mediaType, manifest);
}

/** An image for several processors: a list of manifests. */
export function pushImageIndex(world: World, repository: string, tag: string, architectures: string[]): void {
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const manifests = architectures.map((architecture) => ({
    platform: { architecture, os: "linux" },
    digest: tag,
  }));
  push(world, repository, tag, mediaType, JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
}

function push(world: World, repository: string, tag: string, mediaType: string, manifest: string): void {
  const images = (world.images.get(repository) ?? []).filter(({ tags }) => !tags.includes(tag));
  world.images.set(repository, [...images, { digest: sha256(manifest), manifest, mediaType, tags: [tag] }]);
}

/** A file of settings, as Terraform writes it to a key of its own. */
export function putSettings(world: World, environment: Environment, content: string): string {
  const bucket = namesOf(environment).settingsBucket.name;
  world.objects.set(`${bucket}/env/${content}.env`, {
    body: content,
    etag: `"${content}"`,
    modified: new Date(),
  });
  return `arn:aws:s3:::${bucket}/env/${content}.env`;
}

/** What `cdktf deploy` registers for a workload, with the images that the parameters name. */
export function registerAsTerraform(
  world: World,
  environment: Environment,
  workload: Workload,
  settings = "first",
): void {
  const names = namesOf(environment);
  const image = (name: Image) =>
    `${environment.accountId}.dkr.ecr.${environment.region}.amazonaws.com/${names.repository(name).name}:` +
    (world.parameters.get(names.imageParameter(name).name) ?? "");
  const container = (name: string, runs: Image, memory: number) => ({
    name,
    image: image(runs),
    memory,
    essential: true,
    ...(runs === "app"
      ? {
          environmentFiles: [
            { type: "s3" as const, value: `${names.settingsBucket.arn}/env/${settings}.env` },
          ],
          secrets: [
            { name: "APP_KEY", valueFrom: names.secret("APP_KEY").arn },
            { name: "DB_PASSWORD", valueFrom: names.databasePassword.arn },
          ],
        }
      : {}),
    logConfiguration: {
      logDriver: "awslogs" as const,
      options: {
        "awslogs-group": names.logGroup(name),
        "awslogs-region": world.region,
        "awslogs-stream-prefix": "ecs",
      },
    },
  });
  const definition: TaskDefinition = {
    family: names.taskFamily(workload).name,
    networkMode: "bridge",
    requiresCompatibilities: ["EC2"],
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    executionRoleArn: names.executionRole.arn,
    taskRoleArn: names.taskRole.arn,
    containerDefinitions:
      workload === "web"
        ? [
            container("nginx", "nginx", 64),
            container("app", "app", 384),
            ...(environment.worker.runs === "sidecar" ? [container("worker", "app", 160)] : []),
          ]
        : [container(workload, "app", workload === "migrate" ? 256 : 160)],
  };
  world.register(definition, [{ key: "managed-by", value: "cdktf" }]);
}
