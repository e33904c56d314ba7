import type { Service } from "@aws-sdk/client-ecs";
import { Deployment } from "./deployment";
import type { Scene } from "./scenes";
import { becomesHealthy } from "./scenes";
import type { World } from "./world";

/** A service, with every deployment it ever had, the newest last. */
export class WorldService {
  public readonly arn: string;
  public readonly deployments: Deployment[] = [];
  public desiredCount = 1;

  /** How its next deployments go, the first one first; those after them become healthy. */
  public readonly scenes: Scene[] = [];
  private readonly events: { id: string; createdAt: Date; message: string }[] = [];

  constructor(
    private readonly world: World,
    public readonly name: string,
    taskDefinition: string,
    healthy: boolean,
  ) {
    this.arn = world.arn(`service/${world.cluster}/${name}`);
    const first = new Deployment(world, this, taskDefinition, () => undefined);
    this.deployments.push(first);
    if (healthy) first.succeeds();
  }

  public get primary(): Deployment {
    const last = this.deployments.at(-1);
    if (!last) throw new Error("a service has a deployment from its beginning");
    return last;
  }

  public get taskDefinition(): string {
    return this.primary.taskDefinition;
  }

  /** What UpdateService does: nothing when the revision is the one of the primary deployment. */
  public deploy(taskDefinition: string): void {
    if (taskDefinition === this.taskDefinition) return;
    for (const each of this.deployments) if (each.isUnderWay) each.stop("Superseded by a newer deployment.");
    this.deployments.push(
      new Deployment(this.world, this, taskDefinition, this.scenes.shift() ?? becomesHealthy),
    );
  }

  /** The deployment that ECS makes itself when it takes one back. */
  public returnTo(taskDefinition: string): void {
    this.deployments.push(new Deployment(this.world, this, taskDefinition, () => undefined, false));
  }

  public lastSuccessful(before: Deployment): Deployment | undefined {
    return this.deployments
      .slice(0, this.deployments.indexOf(before))
      .findLast(({ status }) => status === "SUCCESSFUL");
  }

  public say(message: string): void {
    if (this.events[0]?.message === message) return;
    this.events.unshift({ id: `event-${this.events.length}`, createdAt: new Date(), message });
  }

  /** As DescribeServices shows it, after time has gone on by one look. */
  public look(): Service {
    for (const deployment of [...this.deployments]) deployment.look();
    const { primary } = this;
    const others = this.deployments.filter((each) => each !== primary && each.isUnderWay);
    return {
      serviceName: this.name,
      serviceArn: this.arn,
      clusterArn: this.world.arn(`cluster/${this.world.cluster}`),
      status: "ACTIVE",
      taskDefinition: this.taskDefinition,
      desiredCount: this.desiredCount,
      runningCount: primary.running,
      pendingCount: 0,
      capacityProviderStrategy: [{ capacityProvider: this.world.cluster, base: 0, weight: 1 }],
      deployments: [primary, ...others].map(({ shown }) => shown),
      events: this.events.slice(0, 100),
    };
  }
}
