import type { Names, NotifierRule, ServiceName, WorkerName } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { HOST_LOST } from "../../facts/stop-reasons";

type Pattern = Readonly<Record<string, unknown>>;

const ecs = (detailType: string, rest: Pattern): Pattern => ({
  source: ["aws.ecs"],
  "detail-type": [detailType],
  ...rest,
});

/**
 * The EventBridge patterns of the events that are posted, of this environment only and of no other one in the account.
 *
 * A deployment event names its service in its resources only ("Amazon ECS service deployment state change events"). Tasks
 * are posted when they failed. A worker that reaches its time limit, a migration and a scheduled run exit with 0.
 */
export function notifierEvents(
  names: Names,
  options: {
    readonly progress: boolean;
    readonly workers: readonly WorkerName[];
    /** Whether the data is copied to another region or account. */
    readonly copies: boolean;
  },
): Partial<Record<NotifierRule, Pattern>> {
  const services: ServiceName[] = ["web", ...options.workers, "scheduler"];
  const resources = services.map((role) => names.service(role).arn);
  const clusterArn = [names.cluster.arn];

  return {
    deployments: ecs("ECS Deployment State Change", { resources }),
    "service-actions": ecs("ECS Service Action", { resources, detail: { eventType: ["WARN", "ERROR"] } }),
    tasks: ecs("ECS Task State Change", {
      detail: {
        clusterArn,
        $or: [
          { lastStatus: ["STOPPED"], stopCode: ["TaskFailedToStart"] },
          {
            lastStatus: ["STOPPED"],
            stopCode: ["EssentialContainerExited"],
            containers: { exitCode: [{ "anything-but": [0] }] },
          },
          // A failed health check has the same stop code as every deployment.
          { lastStatus: ["STOPPED"], stoppedReason: [{ prefix: "Task failed" }] },
          { lastStatus: ["STOPPED"], stoppedReason: [{ prefix: HOST_LOST }] },
          // A sidecar is not essential, so no other event reports its exit.
          {
            lastStatus: ["RUNNING"],
            desiredStatus: ["RUNNING"],
            containers: { name: [...options.workers], lastStatus: ["STOPPED"] },
          },
        ],
      },
    }),
    ...(options.progress
      ? {
          progress: ecs("ECS Task State Change", {
            detail: {
              clusterArn,
              group: services.map((role) => `service:${names.service(role).name}`),
              lastStatus: ["PENDING", "RUNNING"],
              desiredStatus: ["RUNNING"],
            },
          }),
        }
      : {}),
    alarms: {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      detail: {
        alarmName: [{ prefix: names.alarm("").name }],
        // Every way out of ALARM is posted, so that no alarm stays open in Slack. A new alarm changes to OK from "Unchecked:
        // Initial alarm creation", which is not worth a message; one that had lost its data, from "Insufficient Data: ...".
        $or: [
          { state: { value: ["ALARM"] } },
          { state: { value: ["OK", "INSUFFICIENT_DATA"] }, previousState: { value: ["ALARM"] } },
          {
            state: { value: ["OK"] },
            previousState: { value: ["INSUFFICIENT_DATA"], reason: [{ prefix: "Insufficient Data" }] },
          },
        ],
      },
    },
    "image-scans": {
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Scan"],
      detail: {
        "repository-name": IMAGES.map((image) => names.repository(image).name),
        "finding-severity-counts": { CRITICAL: [{ numeric: [">", 0] }] },
      },
    },
    ...(options.copies
      ? {
          copies: {
            source: ["aws.backup"],
            "detail-type": ["Backup Job State Change", "Copy Job State Change"],
            detail: {
              // Only this environment's plan has the role. Neither kind of event has all other fields.
              iamRoleArn: [names.backupRole.arn],
              state: ["FAILED", "ABORTED", "EXPIRED"],
            },
          },
        }
      : {}),
  };
}
