import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { CreateServiceCommandInput, Service, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeContainerInstancesCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { clientsOf } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { eventually } from "../../../local/processes";
import { LOCAL } from "../../../local/project";
import type { Behaviour } from "./agent";
import { Agent } from "./agent";

const SECONDS = 15;

/** An embedded AWS at a hundredth of the usual waiting times, and a cluster for each test. */
export class Stage {
  public readonly ecs: ECSClient;
  public readonly elb: ElasticLoadBalancingV2Client;
  private readonly ec2: EC2Client;
  public cluster = "";
  public readonly script: Record<string, Behaviour> = {};
  private readonly agents: Agent[] = [];
  private clusters = 0;

  private constructor(
    private readonly folder: string,
    public readonly clients: ReturnType<typeof clientsOf>,
  ) {
    this.ecs = new ECSClient(clients);
    this.ec2 = new EC2Client(clients);
    this.elb = new ElasticLoadBalancingV2Client(clients);
  }

  public static async open(): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), "ecs-"));
    const { endpoint } = await startAws({ folder, pythonFolder: LOCAL, forTests: true, pace: 0.01 });
    return new Stage(folder, clientsOf(endpoint, "ap-northeast-1"));
  }

  public async close(): Promise<void> {
    await stopAws(this.folder);
    rmSync(this.folder, { recursive: true });
  }

  /** Before each test: an empty cluster. */
  public async begin(): Promise<void> {
    this.cluster = `cluster-${++this.clusters}`;
    for (const image of Object.keys(this.script)) delete this.script[image];
    await this.ecs.send(new CreateClusterCommand({ clusterName: this.cluster }));
  }

  /** After each test. */
  public async end(): Promise<void> {
    await Promise.all(this.agents.splice(0).map((agent) => agent.stop()));
  }

  public async instance(): Promise<string> {
    const { Instances } = await this.ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-12c6146b",
        MinCount: 1,
        MaxCount: 1,
        InstanceType: "t3.small",
      }),
    );
    return Instances?.[0]?.InstanceId ?? "";
  }

  public async host({ memory = 1_000, targetGroup }: { memory?: number; targetGroup?: string } = {}) {
    const scriptOf = ({ containerDefinitions: [container] = [] }: TaskDefinition) =>
      this.script[container?.image ?? ""] ?? {};
    const agent = new Agent(this.clients, this.cluster, await this.instance(), scriptOf, targetGroup);
    this.agents.push(agent);
    return agent.register(memory);
  }

  /** Stops the agent of a host, and waits until the host counts as disconnected. */
  public async silence(agent: Agent): Promise<void> {
    await agent.stop();
    const containerInstances = [agent.arn];
    const describe = new DescribeContainerInstancesCommand({ cluster: this.cluster, containerInstances });
    const isSilent = async () =>
      (await this.ecs.send(describe)).containerInstances?.[0]?.agentConnected === false;
    expect(await eventually(isSilent, SECONDS)).toBe(true);
  }

  public terminate(agent: Agent): Promise<unknown> {
    return this.ec2.send(new TerminateInstancesCommand({ InstanceIds: [agent.instanceId] }));
  }

  public async targetGroup(): Promise<string> {
    const { Subnets = [] } = await this.ec2.send(new DescribeSubnetsCommand({}));
    const { TargetGroups } = await this.elb.send(
      new CreateTargetGroupCommand({
        Name: this.cluster,
        Protocol: "HTTP",
        Port: 80,
        VpcId: Subnets[0]?.VpcId,
      }),
    );
    const arn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    const { LoadBalancers } = await this.elb.send(
      new CreateLoadBalancerCommand({
        Name: this.cluster,
        Scheme: "internal",
        Subnets: Subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId),
      }),
    );
    await this.elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [{ Type: "forward", TargetGroupArn: arn }],
      }),
    );
    const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }];
    await this.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
    return arn;
  }

  /** Registers the next revision of the family of this test. The script says what its image does. */
  public async revision(image: string, { memory = 300, checked = false } = {}): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: this.cluster,
        containerDefinitions: [
          {
            name: "app",
            image,
            memory,
            portMappings: [{ containerPort: 80, hostPort: 0 }],
            ...(checked ? { healthCheck: { command: ["CMD", "true"] } } : {}),
          },
        ],
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  public serve(taskDefinition: string, options: Partial<CreateServiceCommandInput> = {}): Promise<unknown> {
    return this.ecs.send(
      new CreateServiceCommand({
        cluster: this.cluster,
        serviceName: "web",
        desiredCount: 1,
        taskDefinition,
        launchType: "EC2",
        deploymentConfiguration: {
          minimumHealthyPercent: 100,
          maximumPercent: 200,
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
        ...options,
      }),
    );
  }

  public deploy(taskDefinition: string): Promise<unknown> {
    return this.ecs.send(new UpdateServiceCommand({ cluster: this.cluster, service: "web", taskDefinition }));
  }

  public async service(): Promise<Service> {
    const command = new DescribeServicesCommand({ cluster: this.cluster, services: ["web"] });
    return (await this.ecs.send(command)).services?.[0] ?? {};
  }

  /** Waits until the service is as a condition says. */
  public async until(what: string, condition: (service: Service) => boolean): Promise<Service> {
    const deadline = Date.now() + SECONDS * 1_000;
    for (;;) {
      const service = await this.service();
      if (condition(service)) return service;
      if (Date.now() > deadline)
        throw new Error(`not within ${SECONDS} s: ${what}\n${messages(service).join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  public settled(taskDefinition: string): Promise<Service> {
    return this.until("a completed deployment", ({ deployments = [] }) => {
      const [primary, ...others] = deployments;
      return (
        others.length === 0 &&
        primary?.rolloutState === "COMPLETED" &&
        primary.taskDefinition === taskDefinition
      );
    });
  }

  public async tasks(desiredStatus: "RUNNING" | "STOPPED" = "RUNNING"): Promise<Task[]> {
    const cluster = this.cluster;
    const { taskArns = [] } = await this.ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
    if (taskArns.length === 0) return [];
    return (await this.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
  }

  /** The service deployments, newest first. */
  public async history() {
    const listed = await this.ecs.send(
      new ListServiceDeploymentsCommand({ cluster: this.cluster, service: "web" }),
    );
    const serviceDeploymentArns = (listed.serviceDeployments ?? []).map(
      (each) => each.serviceDeploymentArn ?? "",
    );
    const described = await this.ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
    return described.serviceDeployments ?? [];
  }
}

export const messages = ({ events = [] }: Service) => events.map(({ message = "" }) => message).reverse();
