import type { Names } from "../../facts/names";
import { IMAGES, SERVICES } from "../../facts/names";

type Pattern = Readonly<Record<string, unknown>>;

const ecs = (detailType: string, rest: Pattern): Pattern => ({
  source: ["aws.ecs"],
  "detail-type": [detailType],
  ...rest,
});

/**
 * The events that are told, as patterns of EventBridge: of this environment, and nothing of another one in the account.
 *
 * A deployment's event names its service among the resources only ("Amazon ECS service deployment state change events"). A
 * task is told of when it came to a bad end: a worker that ends by its time limit, a migration or a scheduled run that is
 * done end with 0.
 */
export function notifierEvents(
  names: Names,
  options: { readonly progress: boolean },
): Record<string, Pattern> {
  const resources = SERVICES.map((role) => names.service(role).arn);
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
          // A health check's verdict has the same stop code as every deploy.
          { lastStatus: ["STOPPED"], stoppedReason: [{ prefix: "Task failed" }] },
          // Not essential, so that nothing else tells of it.
          {
            lastStatus: ["RUNNING"],
            desiredStatus: ["RUNNING"],
            containers: { name: ["worker"], lastStatus: ["STOPPED"] },
          },
        ],
      },
    }),
    ...(options.progress
      ? {
          progress: ecs("ECS Task State Change", {
            detail: {
              clusterArn,
              group: SERVICES.map((role) => `service:${names.service(role).name}`),
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
        // A new alarm knows nothing yet, and then that all is well: no news.
        $or: [
          { state: { value: ["ALARM"] } },
          { state: { value: ["OK"] }, previousState: { value: ["ALARM"] } },
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
  };
}
