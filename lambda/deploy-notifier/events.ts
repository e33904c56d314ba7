import { fields, lastPart, list, number, text, time } from "./shape";
import type { Fields } from "./shape";
import type { StoppedTask } from "./stopped-task";
import { isDown, taskFrom } from "./stopped-task";

interface Common {
  /** EventBridge's id. A retry and a redrive carry the same one. */
  readonly id: string;
  readonly at: Date;

  /** What two events have in common that tell of the same thing, although their ids differ. */
  readonly same: string;
}

export interface DeploymentEvent extends Common {
  readonly kind: "deployment";
  readonly service: string;
  readonly deploymentId: string;

  /** `ended` says nothing of how: after a failed release it is the rollback that ended. */
  readonly phase: "started" | "rolling back" | "failed" | "ended";
  readonly reason: string;
}

interface ActionEvent extends Common {
  readonly kind: "action";
  readonly service: string;
  readonly name: string;
  readonly reason: string;
}

export interface TaskEvent extends Common {
  readonly kind: "task";
  readonly task: StoppedTask;
  readonly phase: "pending" | "running" | "stopped" | "part stopped";
}

export interface AlarmEvent extends Common {
  readonly kind: "alarm";
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly description: string;
}

export interface ScanEvent extends Common {
  readonly kind: "scan";
  readonly account: string;
  readonly repository: string;
  readonly tags: string[];
  readonly digest: string;
  readonly critical: number;
  readonly high: number;
}

export type KnownEvent = DeploymentEvent | ActionEvent | TaskEvent | AlarmEvent | ScanEvent;

/** An EventBridge event, as far as it is one that this function has words for. */
export function parse(event: unknown): KnownEvent | undefined {
  const { id, resources, detail, ...envelope } = fields(event);
  const about = fields(detail);
  const common = { id: text(id), at: time(envelope.time) ?? new Date() };
  const read = READERS[text(envelope["detail-type"])];
  return read?.(common, about, text(list(resources)[0]));
}

type Reader = (common: Pick<Common, "id" | "at">, detail: Fields, resource: string) => KnownEvent | undefined;

const READERS: Partial<Record<string, Reader>> = {
  "ECS Deployment State Change": (common, detail, resource) => {
    const [eventName, reason, deploymentId] = [detail.eventName, detail.reason, detail.deploymentId].map(
      text,
    );
    const phase = PHASES[eventName ?? ""];
    if (phase === undefined || !reason) return undefined;
    return {
      ...common,
      kind: "deployment",
      service: lastPart(resource),
      deploymentId: deploymentId ?? "",
      phase: phase === "started" && /roll(ing|ed)? ?back/i.test(reason) ? "rolling back" : phase,
      reason,
      same: [deploymentId, eventName, text(detail.updatedAt)].join(),
    };
  },

  "ECS Service Action": (common, detail, resource) => {
    const [name, reason] = [text(detail.eventName), text(detail.reason)];
    if (!name) return undefined;
    return {
      ...common,
      kind: "action",
      service: lastPart(resource),
      name,
      reason,
      same: [resource, name, reason, text(detail.createdAt)].join(),
    };
  },

  "ECS Task State Change": (common, detail) => {
    const task = taskFrom(detail);
    const phase = phaseOf(task);
    if (!task.id || phase === undefined) return undefined;
    return { ...common, kind: "task", task, phase, same: `${task.id},${phase}` };
  },

  "CloudWatch Alarm State Change": (common, detail) => {
    const { value, reason, timestamp } = fields(detail.state);
    const name = text(detail.alarmName);
    if (!name || !text(value)) return undefined;
    return {
      ...common,
      kind: "alarm",
      name,
      state: text(value),
      reason: text(reason),
      description: text(fields(detail.configuration).description),
      same: [name, text(value), text(timestamp)].join(),
    };
  },

  "ECR Image Scan": (common, detail, resource) => {
    const { CRITICAL, HIGH } = fields(detail["finding-severity-counts"]);
    const repository = text(detail["repository-name"]);
    if (!repository) return undefined;
    const digest = text(detail["image-digest"]);
    return {
      ...common,
      kind: "scan",
      account: resource.split(":")[4] ?? "",
      repository,
      tags: list(detail["image-tags"]).map(text).filter(Boolean),
      digest,
      critical: number(CRITICAL) ?? 0,
      high: number(HIGH) ?? 0,
      same: [repository, digest, common.at.toISOString()].join(),
    };
  },
};

const PHASES: Partial<Record<string, "started" | "ended" | "failed">> = {
  SERVICE_DEPLOYMENT_IN_PROGRESS: "started",
  SERVICE_DEPLOYMENT_COMPLETED: "ended",
  SERVICE_DEPLOYMENT_FAILED: "failed",
};

function phaseOf({ lastStatus, desiredStatus, containers }: StoppedTask): TaskEvent["phase"] | undefined {
  if (lastStatus === "STOPPED") return "stopped";
  if (desiredStatus !== "RUNNING") return undefined;
  if (lastStatus === "PENDING") return "pending";
  if (lastStatus !== "RUNNING") return undefined;
  return containers.some(isDown) ? "part stopped" : "running";
}
