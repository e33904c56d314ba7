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
import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Image, Workload } from "../../facts/names";
import type { Cache } from "../ecs/cache";
import type { LogLine } from "../ecs/log-stream";
import type { Mail } from "../ecs/mail";
import type { ReleaseInProgress } from "../ecs/release-lock";
import type { Jobs } from "../ecs/surroundings";
import type { Maintenance } from "../maintenance/listener";

/**
 * What was read about an environment, as AWS returns it. An absent field was not read, and nothing is concluded from its
 * absence.
 */
export interface Observations {
  /** When it was read. */
  readonly at: Date;

  readonly services?: readonly Service[];

  /** Services that the environment should have, and that do not exist. */
  readonly missing?: readonly Workload[];

  /** The newest ones of each service, newest first. */
  readonly serviceDeployments?: readonly ServiceDeployment[];

  /** Running and stopped tasks. ECS shows a stopped task for about an hour. */
  readonly tasks?: readonly Task[];

  /** The task definitions of the services, for the memory they need. */
  readonly taskDefinitions?: readonly TaskDefinition[];

  /** The failures of a RunTask response. */
  readonly failures?: readonly Failure[];
  /** The workload of those tasks. */
  readonly failedWorkload?: Workload;

  /** The container instances: hosts that joined the cluster. */
  readonly hosts?: readonly ContainerInstance[];

  /** The activities of the Auto Scaling group, newest first. */
  readonly scalingActivities?: readonly Activity[];

  readonly targets?: readonly TargetHealthDescription[];

  readonly release?: ReleaseInProgress;

  readonly maintenance?: Maintenance;

  /** Newest last. */
  readonly logs?: readonly LogLine[];

  /** The tags in the image parameters. */
  readonly images?: Readonly<Record<Image, string>>;

  readonly jobs?: Jobs;

  /** The Valkey. Only `ops status` reads it. */
  readonly cache?: Cache;

  /** Only `ops status` reads it. */
  readonly mail?: Mail;

  /** The KMS key. Only `ops status` reads it. */
  readonly key?: KeyMetadata;

  readonly alarms?: readonly MetricAlarm[];
}
