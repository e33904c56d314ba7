import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  type ContainerDefinition,
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Volume,
} from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { hostUserData } from "../../../constructs/hosts/host-user-data";
import { HEALTH_CHECK } from "../../../facts/health-check";
import { clientsOf } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { Namespaces } from "../../../local/containers/namespaces";
import { LoadBalancers } from "../../../local/data-plane/load-balancer";
import { Ports } from "../../../local/data-plane/ports";
import { Host } from "../../../local/hosts/host";
import { LOCAL } from "../../../local/project";
import { createRole } from "../../local/hosts/scripted-ecs";
import { NETWORK, until } from "./container";
import { appImage, nginxImage } from "./image";

const CLUSTER = "images";
const REGION = "eu-west-1";
const ADDRESS = "127.18.7.2";

/**
 * The embedded AWS with one host that runs real containers, and a load balancer with the health check of the stacks. Boots
 * before other containers start, because the host sets up their network.
 */
export class EmbeddedCluster {
  public readonly log: string[] = [];

  private readonly folder = mkdtempSync(join(tmpdir(), "images-ecs-"));
  private host: Host | undefined;
  private clients!: ReturnType<typeof clientsOf>;
  private balancers!: LoadBalancers;

  /** @param pace multiplies every waiting time, as of health checks. @param hosts what containers can resolve */
  public static async start(pace: number, hosts: () => Record<string, string>): Promise<EmbeddedCluster> {
    const cluster = new EmbeddedCluster();
    const { endpoint } = await startAws({
      folder: cluster.folder,
      pythonFolder: LOCAL,
      forTests: true,
      pace,
    });
    cluster.clients = clientsOf(endpoint, REGION);
    await cluster.boot(hosts);
    const ports = new Ports(cluster.folder);
    cluster.balancers = new LoadBalancers({ endpoint, region: REGION, ports, pace });
    await cluster.balancers.start();
    return cluster;
  }

  public async stop(): Promise<void> {
    this.balancers.stop();
    await this.host?.stop();
    await stopAws(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs one task of these containers behind a load balancer of its own, until it is healthy. */
  public async serve(
    name: string,
    containerDefinitions: ContainerDefinition[],
    volumes: Volume[] = [],
  ): Promise<EmbeddedService> {
    const ecs = new ECSClient(this.clients);
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name,
        networkMode: "bridge",
        requiresCompatibilities: ["EC2"],
        containerDefinitions,
        volumes,
      }),
    );
    const targetGroupArn = await this.targetGroup(name);
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: name,
        taskDefinition: taskDefinition?.taskDefinitionArn,
        desiredCount: 1,
        launchType: "EC2",
        healthCheckGracePeriodSeconds: 60,
        deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
        loadBalancers: [{ targetGroupArn, containerName: "nginx", containerPort: 8080 }],
      }),
    );
    const service = new EmbeddedService(name, targetGroupArn, this.clients, this.balancers);
    await until(`${name} is healthy`, async () => (await service.look()).steady && service.url, 120);
    return service;
  }

  private async boot(hosts: () => Record<string, string>): Promise<void> {
    const { clients } = this;
    await new ECSClient(clients).send(new CreateClusterCommand({ clusterName: CLUSTER }));
    await createRole("instance", clients);
    const iam = new IAMClient(clients);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "hosts" }));
    await iam.send(
      new AddRoleToInstanceProfileCommand({ InstanceProfileName: "hosts", RoleName: "instance" }),
    );
    const instanceId = await this.launch();
    const images = { app: appImage(), nginx: nginxImage() };
    this.host = await Host.boot({
      instanceId,
      clients,
      hosts,
      runtime: new Namespaces(NETWORK, join(this.folder, "run")),
      pull: (reference) =>
        Promise.resolve({ ...images[reference as keyof typeof images], reference, digest: "sha256:1" }),
      address: ADDRESS,
      log: (line) => this.log.push(line),
    });
  }

  private async launch(): Promise<string> {
    const { clients } = this;
    const userData = hostUserData({ clusterName: CLUSTER, reservedMemoryMiB: 128 });
    await new EC2Client(clients).send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "hosts",
        LaunchTemplateData: {
          ImageId: "ami-0123456789abcdef0",
          InstanceType: "t3.medium",
          IamInstanceProfile: { Name: "hosts" },
          UserData: Buffer.from(userData).toString("base64"),
        },
      }),
    );
    const autoScaling = new AutoScalingClient(clients);
    await autoScaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: "hosts",
        LaunchTemplate: { LaunchTemplateName: "hosts", Version: "$Latest" },
        MinSize: 1,
        MaxSize: 1,
        DesiredCapacity: 1,
        VPCZoneIdentifier: (await this.subnets())[0]?.SubnetId,
      }),
    );
    const { AutoScalingGroups: [group] = [] } = await autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["hosts"] }),
    );
    return group?.Instances?.[0]?.InstanceId ?? "";
  }

  private async targetGroup(Name: string): Promise<string> {
    const elb = new ElasticLoadBalancingV2Client(this.clients);
    const subnets = await this.subnets();
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({
        Name,
        Protocol: "HTTP",
        Port: 80,
        VpcId: subnets[0]?.VpcId,
        HealthCheckPath: HEALTH_CHECK.path,
        HealthCheckIntervalSeconds: HEALTH_CHECK.intervalSeconds,
        HealthCheckTimeoutSeconds: HEALTH_CHECK.timeoutSeconds,
        HealthyThresholdCount: HEALTH_CHECK.healthyThreshold,
        UnhealthyThresholdCount: HEALTH_CHECK.unhealthyThreshold,
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    const Subnets = subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId);
    const { LoadBalancers: created } = await elb.send(
      new CreateLoadBalancerCommand({ Name, Scheme: "internal", Subnets }),
    );
    await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: created?.[0]?.LoadBalancerArn,
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [{ Type: "forward", TargetGroupArn }],
      }),
    );
    return TargetGroupArn;
  }

  private async subnets() {
    const { Subnets = [] } = await new EC2Client(this.clients).send(new DescribeSubnetsCommand({}));
    return Subnets;
  }
}

/** A service behind its load balancer, as the APIs of AWS describe it. */
export class EmbeddedService {
  private readonly ecs: ECSClient;
  private readonly elb: ElasticLoadBalancingV2Client;

  constructor(
    private readonly name: string,
    private readonly targetGroupArn: string,
    clients: ReturnType<typeof clientsOf>,
    private readonly balancers: LoadBalancers,
  ) {
    this.ecs = new ECSClient(clients);
    this.elb = new ElasticLoadBalancingV2Client(clients);
  }

  /** Its URL at the load balancer. */
  public get url(): string {
    const found = Object.entries(this.balancers.urls).find(([arn]) => arn.includes(`/${this.name}/`));
    return found?.[1] ?? "";
  }

  /** Its tasks, the health of its targets, its events, and whether its deployment is completed. */
  public async look() {
    const { services: [service] = [] } = await this.ecs.send(
      new DescribeServicesCommand({ cluster: CLUSTER, services: [this.name] }),
    );
    const { taskArns = [] } = await this.ecs.send(
      new ListTasksCommand({ cluster: CLUSTER, serviceName: this.name }),
    );
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: this.targetGroupArn }),
    );
    return {
      tasks: taskArns,
      health: TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State),
      events: (service?.events ?? []).map(({ message = "" }) => message),
      steady: service?.runningCount === 1 && service.deployments?.[0]?.rolloutState === "COMPLETED",
    };
  }
}
