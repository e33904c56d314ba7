import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clients } from "./roles";

/** A running host, e.g. a process. */
export interface HostHandle {
  /** Once it has ended, by itself or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface FleetProps {
  readonly clients: Clients;
  /** Starts a host. The number is unique among the running ones, from 1. */
  readonly launch: (instanceId: string, number: number) => HostHandle;
  /** @default 1 */
  readonly everySeconds?: number;
  readonly log: (line: string) => void;
}

interface Running extends HostHandle {
  readonly number: number;
  /** Whether this fleet stops it. */
  meant: boolean;
}

/** Gives each instance of an Auto Scaling group a host, as long as it runs. */
export class Fleet {
  private readonly hosts = new Map<string, Running>();
  private readonly ending = new AbortController();
  private readonly ec2: EC2Client;
  private readonly autoScaling: AutoScalingClient;

  constructor(private readonly props: FleetProps) {
    this.ec2 = new EC2Client(props.clients);
    this.autoScaling = new AutoScalingClient(props.clients);
  }

  /** Follows the groups until `stop`. */
  public async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.follow().catch((error: Error) =>
        this.props.log(`the hosts are not up to date: ${error.message}`),
      );
      await sleep((this.props.everySeconds ?? 1) * 1000, undefined, { signal }).catch(() => undefined);
    }
  }

  public async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([...this.hosts.keys()].map((id) => this.shutDown(id)));
    this.ec2.destroy();
    this.autoScaling.destroy();
  }

  private async follow(): Promise<void> {
    const wanted = await this.runningInstances();
    if (this.ending.signal.aborted) return;
    for (const id of wanted) if (!this.hosts.has(id)) this.start(id);
    for (const id of this.hosts.keys()) if (!wanted.includes(id)) void this.shutDown(id);
  }

  private async runningInstances(): Promise<string[]> {
    const { AutoScalingGroups = [] } = await this.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    const members = AutoScalingGroups.flatMap(({ Instances = [] }) =>
      Instances.map(({ InstanceId = "" }) => InstanceId),
    );
    if (members.length === 0) return [];
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({ InstanceIds: members }));
    return Reservations.flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name === "running")
      .map(({ InstanceId = "" }) => InstanceId);
  }

  private start(id: string): void {
    const used = new Set([...this.hosts.values()].map(({ number }) => number));
    let number = 1;
    while (used.has(number)) number++;
    const handle = this.props.launch(id, number);
    const host: Running = { number, meant: false, ended: handle.ended, stop: () => handle.stop() };
    this.hosts.set(id, host);
    void host.ended.then(async () => {
      if (host.meant) return;
      this.props.log(`the host ${id} died: its instance is terminated, and its group replaces it`);
      await this.failStatusCheck(id);
      this.hosts.delete(id);
    });
  }

  /** A group replaces an instance that fails its status checks. Moto's groups do not: they replace a terminated one. */
  private async failStatusCheck(id: string): Promise<void> {
    await this.ec2
      .send(new TerminateInstancesCommand({ InstanceIds: [id] }))
      .catch((error: Error) => this.props.log(`the instance ${id} was not terminated: ${error.message}`));
  }

  private async shutDown(id: string): Promise<void> {
    const host = this.hosts.get(id);
    if (!host || host.meant) return;
    host.meant = true;
    await host.stop();
    this.hosts.delete(id);
  }
}
