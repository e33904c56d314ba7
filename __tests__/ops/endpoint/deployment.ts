import type { Deployment as EcsDeployment, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Death, Scene } from "./scenes";
import type { World } from "./world";
import type { WorldService } from "./world-service";

type Status = NonNullable<ServiceDeployment["status"]>;

let count = 0;

/** One deployment of a service, that a scene carries on at every look. */
export class Deployment {
  public readonly id: string;
  public readonly arn: string;
  public readonly revisionArn: string;
  public readonly createdAt = new Date();
  public status: Status = "IN_PROGRESS";
  public statusReason = "";
  public running = 0;
  public failed = 0;
  private looks = 0;

  constructor(
    private readonly world: World,
    public readonly service: WorldService,
    public readonly taskDefinition: string,
    private readonly scene: Scene,
    /** Whether it is one of its own, and not ECS's way back from another. */
    public readonly isListed = true,
  ) {
    const number = String(++count).padStart(19, "0");
    this.id = `ecs-svc/${number}`;
    this.arn = world.arn(`service-deployment/${world.cluster}/${service.name}/${number}`);
    this.revisionArn = world.arn(`service-revision/${world.cluster}/${service.name}/${number}`);
  }

  public get isUnderWay(): boolean {
    return ["PENDING", "IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"].includes(this.status);
  }

  public look(): void {
    if (this.status === "ROLLBACK_REQUESTED") this.rollsBack("Stopped by StopServiceDeployment.");
    else if (this.status === "ROLLBACK_IN_PROGRESS" && this.statusReason.startsWith("Stopped"))
      this.isRolledBack();
    else if (this.isUnderWay) this.scene(this, ++this.looks);
  }

  public starts(tasks: number): void {
    this.running = tasks;
    this.says(`has started ${tasks} tasks: (task ${this.id.slice(-8)}).`);
  }

  public succeeds(): void {
    this.status = "SUCCESSFUL";
    this.running = this.service.desiredCount;
    this.says("has reached a steady state.");
  }

  public loses(death: Death): void {
    this.failed += 1;
    this.world.stopTask(this.taskDefinition, `service:${this.service.name}`, death);
  }

  /** ECS makes the last good deployment's revision the primary one again, by a deployment of its own. */
  public rollsBack(reason: string): void {
    const good = this.service.lastSuccessful(this);
    // Nothing was ever healthy: the circuit breaker has nothing to return to, and ECS goes on trying.
    if (!good) return;
    this.status = "ROLLBACK_IN_PROGRESS";
    this.statusReason = reason;
    this.service.returnTo(good.taskDefinition);
  }

  public isRolledBack(): void {
    if (this.status !== "ROLLBACK_IN_PROGRESS") return;
    this.status = "ROLLBACK_SUCCESSFUL";
    this.service.primary.succeeds();
  }

  public isSuperseded(): void {
    this.stop("Superseded by a newer deployment.");
    this.service.deploy(this.service.lastSuccessful(this)?.taskDefinition ?? this.taskDefinition);
  }

  public stop(reason: string): void {
    this.status = "STOPPED";
    this.statusReason = reason;
  }

  public says(message: string): void {
    this.service.say(`(service ${this.service.name}) ${message}`);
  }

  /** As DescribeServices shows it. */
  public get shown(): EcsDeployment {
    const completed = this.status === "SUCCESSFUL";
    return {
      id: this.id,
      status: this.service.primary === this ? "PRIMARY" : "ACTIVE",
      taskDefinition: this.taskDefinition,
      desiredCount: this.service.desiredCount,
      runningCount: this.running,
      pendingCount: Math.max(this.service.desiredCount - this.running, 0),
      failedTasks: this.failed,
      createdAt: this.createdAt,
      rolloutState: completed ? "COMPLETED" : this.status.startsWith("ROLLBACK") ? "FAILED" : "IN_PROGRESS",
      rolloutStateReason: this.statusReason,
    };
  }

  /** As DescribeServiceDeployments shows it. */
  public get described(): ServiceDeployment {
    return {
      serviceDeploymentArn: this.arn,
      serviceArn: this.service.arn,
      createdAt: this.createdAt,
      status: this.status,
      statusReason: this.statusReason,
      targetServiceRevision: { arn: this.revisionArn },
    };
  }
}
