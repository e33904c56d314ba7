import type { Activity } from "@aws-sdk/client-auto-scaling";
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type {
  ContainerInstance,
  Failure,
  Service,
  ServiceDeployment,
  Task,
  TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Image, Workload } from "../../facts/names";

/** One line that a container wrote. */
export interface LogLine {
  readonly container: string;
  /** The id of its task. */
  readonly task: string;
  readonly at: Date;
  readonly text: string;
}

/** How many jobs there are, about: SQS counts approximately. */
export interface Jobs {
  readonly waiting: number;
  /** Taken by a worker, and not finished. */
  readonly inHand: number;
  /** Tried as often as they may be. */
  readonly failed: number;
}

/** A release that holds the lock, by its own words. */
export interface ReleaseAtWork {
  readonly command: "deploy" | "rollback";

  /** What it is about: the tag of an image, a revision. */
  readonly aim: string;
  readonly owner: string;
  readonly since: Date;

  /** It says every quarter of a minute that it is alive. */
  readonly aliveAt: Date;
}

/**
 * What was seen of an environment, as AWS tells it. What is left out was not looked at, and nothing is read from its
 * absence.
 */
export interface Observations {
  /** When it was seen. */
  readonly at: Date;

  readonly services?: readonly Service[];

  /** Services that were asked for and are not there. */
  readonly missing?: readonly Workload[];

  /** The newest of each service, newest first. */
  readonly serviceDeployments?: readonly ServiceDeployment[];

  /** Running and stopped ones; ECS shows a stopped task for an hour. */
  readonly tasks?: readonly Task[];

  /** Those of the services, for the memory they need. */
  readonly taskDefinitions?: readonly TaskDefinition[];

  /** What a RunTask that answered 200 did not start, and why. */
  readonly failures?: readonly Failure[];
  /** Whose tasks those were. */
  readonly failedRole?: Workload;

  /** The container instances: hosts that joined the cluster. */
  readonly hosts?: readonly ContainerInstance[];

  /** What the auto scaling group did last, newest first. */
  readonly scalingActivities?: readonly Activity[];

  readonly targets?: readonly TargetHealthDescription[];

  readonly release?: ReleaseAtWork;

  /** Newest last. */
  readonly logs?: readonly LogLine[];

  /** What the image parameters say. */
  readonly images?: Readonly<Record<Image, string>>;

  readonly jobs?: Jobs;

  readonly alarms?: readonly MetricAlarm[];
}
