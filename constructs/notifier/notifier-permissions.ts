import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { LOG_STREAM_PREFIX } from "../../facts/log-names";
import type { Names, ServiceName, WorkerName } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { equals, inCluster, viaService } from "../aws/conditions";

/**
 * The permissions of the notifier: decrypt the webhook and no other secret, describe the deployments and tasks of this
 * environment, and read the logs of its containers.
 */
export function notifierPermissions(props: NotifierPermissionsProps): Statement[] {
  const { names, region, keyArn } = props;
  return [...webhookStatements(names, region, keyArn), ...ecsStatements(props), logStatement(props)];
}

export interface NotifierPermissionsProps {
  readonly names: Names;
  readonly region: string;

  /** The KMS key of the webhook's parameter. */
  readonly keyArn: string;
  readonly workers: readonly WorkerName[];
}

function webhookStatements({ slackWebhook }: Names, region: string, keyArn: string): Statement[] {
  return [
    { sid: "ReadTheWebhook", actions: ["ssm:GetParameter"], resources: [slackWebhook.arn] },
    {
      sid: "DecryptTheWebhook",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      condition: [viaService(region, "ssm"), equals("kms:EncryptionContext:PARAMETER_ARN", slackWebhook.arn)],
    },
  ];
}

function ecsStatements({ names, workers }: NotifierPermissionsProps): Statement[] {
  const services: ServiceName[] = ["web", ...workers, "scheduler"];
  return [
    {
      sid: "AskAboutDeployments",
      actions: [
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeServiceRevisions",
        "ecs:ListServiceDeployments",
      ],
      resources: [
        ...services.map((workload) => names.service(workload).arn),
        names.anyServiceDeploymentArn,
        names.anyServiceRevisionArn,
      ],
    },
    {
      sid: "AskWhoRegisteredARevision",
      actions: ["ecs:DescribeTaskDefinition"],
      resources: anyResource("It has none (Service Authorization Reference, Amazon ECS)."),
    },
    {
      sid: "FindStoppedTasks",
      actions: ["ecs:ListTasks"],
      resources: anyResource(
        "Its resource is a container instance, whose id is not known in advance; the condition names the cluster.",
      ),
      condition: [inCluster(names.cluster.arn)],
    },
    { sid: "AskWhyTheyStopped", actions: ["ecs:DescribeTasks"], resources: [names.task("*").arn] },
  ];
}

function logStatement({ names, workers }: NotifierPermissionsProps): Statement {
  return {
    sid: "ReadTheirLogs",
    actions: ["logs:GetLogEvents"],
    resources: [...IMAGES, ...workers, "scheduler", "migrate"].map(
      (container) => `${names.logGroupArn(container)}:log-stream:${LOG_STREAM_PREFIX}/*`,
    ),
  };
}
