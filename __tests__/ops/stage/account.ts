import { BatchDeleteImageCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { DeploymentRolloutState, Service } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment } from "../../../config/environment";
import type { Image, Workload } from "../../../facts/names";
import { namesOf } from "../../../facts/names";
import { clientsOf } from "../../../local/account";
import { OCI_INDEX, OCI_MANIFEST } from "../../../facts/image-manifest";
import { Registry } from "../../../local/images/registry";
import { eventually } from "../../../local/processes";
import { REGISTRY } from "../../../local/project";
import { registration } from "./registration";

/** What runs in the beginning. */
export const OLD = "1a2b3c4";
/** What was pushed since. */
export const NEW = "5d6e7f8";

/** An account of the embedded AWS, and what Terraform, CI and operators do there. */
export class Account {
  public readonly clients;
  public readonly ecs;
  public readonly ecr;
  public readonly ssm;
  public readonly iam;
  public readonly s3;
  public readonly names;

  constructor(
    endpoint: string,
    public readonly environment: Environment,
    public targetGroup = "",
  ) {
    this.names = namesOf(environment);
    this.clients = clientsOf(endpoint, environment.region);
    this.ecs = new ECSClient(this.clients);
    this.ecr = new ECRClient(this.clients);
    this.ssm = new SSMClient(this.clients);
    this.iam = new IAMClient(this.clients);
    this.s3 = new S3Client(this.clients);
  }

  public setParameter(Name: string, Value: string, Type: "String" | "SecureString" = "String") {
    return this.ssm.send(new PutParameterCommand({ Name, Value, Type, Overwrite: true }));
  }

  public deleteParameter(Name: string): Promise<unknown> {
    return this.ssm.send(new DeleteParameterCommand({ Name }));
  }

  /** A file of settings, as Terraform writes it to a key of its own. */
  public putSettings(content: string): Promise<unknown> {
    const Bucket = this.names.settingsBucket.name;
    return this.s3.send(new PutObjectCommand({ Bucket, Key: `env/${content}.env`, Body: content }));
  }

  /** Pushes an image whose configuration names the processor it is for. */
  public pushImage(image: Image, tag: string, architecture = "amd64"): Promise<unknown> {
    const config = new Registry(REGISTRY).write({ architecture, os: "linux", tag });
    const mediaType = "application/vnd.oci.image.config.v1+json";
    return this.push(image, tag, OCI_MANIFEST, { config: { mediaType, ...config }, layers: [] });
  }

  /** Pushes an image for several processors: a list of manifests. */
  public pushImageIndex(image: Image, tag: string, architectures: readonly string[]): Promise<unknown> {
    const manifests = architectures.map((architecture) => ({
      mediaType: OCI_MANIFEST,
      size: 1,
      digest: `sha256:${"0".repeat(64)}`,
      platform: { architecture, os: "linux" },
    }));
    return this.push(image, tag, OCI_INDEX, { manifests });
  }

  private push(image: Image, imageTag: string, mediaType: string, content: object): Promise<unknown> {
    return this.ecr.send(
      new PutImageCommand({
        repositoryName: this.names.repository(image).name,
        imageTag,
        imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, ...content }),
        imageManifestMediaType: mediaType,
      }),
    );
  }

  public deleteImage(image: Image, imageTag: string): Promise<unknown> {
    const repositoryName = this.names.repository(image).name;
    return this.ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
  }

  /** Registers what `cdktf deploy` does for a workload, with the images that run in the beginning. */
  public async register(workload: Workload, settings = "first"): Promise<void> {
    const given = registration(this.environment, workload, OLD, settings);
    await this.ecs.send(new RegisterTaskDefinitionCommand(given));
  }

  /** Creates a service of the newest revision of its family, and waits for the end of its first deployment. */
  public async serve(workload: Workload, end: DeploymentRolloutState = "COMPLETED"): Promise<void> {
    const { name } = this.environment;
    const target = { targetGroupArn: this.targetGroup, containerName: "nginx", containerPort: 8080 };
    const isSingle = workload === "scheduler";
    await this.ecs.send(
      new CreateServiceCommand({
        cluster: name,
        serviceName: workload,
        taskDefinition: this.names.taskFamily(workload).name,
        desiredCount: 1,
        capacityProviderStrategy: [{ capacityProvider: name, base: 0, weight: 1 }],
        deploymentConfiguration: {
          minimumHealthyPercent: isSingle ? 0 : 100,
          maximumPercent: isSingle ? 100 : 200,
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
        ...(workload === "web" ? { loadBalancers: [target], healthCheckGracePeriodSeconds: 120 } : {}),
      }),
    );
    await this.settled(workload, end);
  }

  /** Waits for the end of a deployment. */
  public settled(workload: Workload, end: DeploymentRolloutState = "COMPLETED"): Promise<void> {
    return this.until(workload, ({ deployments = [] }) => deployments[0]?.rolloutState === end);
  }

  /** Removes services, and the task definitions of all workloads, as `cdktf destroy` of the service stack does. */
  public async remove(workloads: readonly Workload[]): Promise<void> {
    for (const service of workloads) {
      await this.ecs.send(new DeleteServiceCommand({ cluster: this.environment.name, service, force: true }));
      await this.until(service, ({ status }) => status === "INACTIVE");
    }
  }

  public deploy(service: Workload, taskDefinition: string): Promise<unknown> {
    return this.ecs.send(
      new UpdateServiceCommand({ cluster: this.environment.name, service, taskDefinition }),
    );
  }

  /** @returns the id of the task */
  public async run(taskDefinition: string): Promise<string> {
    const { tasks } = await this.ecs.send(
      new RunTaskCommand({ cluster: this.environment.name, taskDefinition, startedBy: "operator" }),
    );
    return tasks?.[0]?.taskArn?.split("/").at(-1) ?? "";
  }

  public stop(task: string): Promise<unknown> {
    return this.ecs.send(new StopTaskCommand({ cluster: this.environment.name, task }));
  }

  /** Runs a task that takes so much of the host's memory. @returns its id */
  public async occupy(memory: number): Promise<string> {
    const containerDefinitions = [{ name: "other", image: "other", memory }];
    await this.ecs.send(new RegisterTaskDefinitionCommand({ family: "other", containerDefinitions }));
    return this.run("other");
  }

  private async until(service: Workload, condition: (service: Service) => boolean): Promise<void> {
    const command = new DescribeServicesCommand({ cluster: this.environment.name, services: [service] });
    const done = async () => {
      const { services } = await this.ecs.send(command);
      return condition(services?.[0] ?? {});
    };
    if (!(await eventually(done, 30))) throw new Error(`${service} is not as expected`);
  }
}
