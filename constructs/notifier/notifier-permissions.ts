import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Environment } from "../../config/environment";
import { IMAGES, namesOf, WORKLOADS, SERVICES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";

/**
 * What the notifier may do: open the webhook and no other secret, ask ECS how this environment's deployments and tasks
 * fare, and read its containers' logs.
 */
export function notifierPermissions(
  environment: Environment,
  keyArn: string,
): DataAwsIamPolicyDocumentStatement[] {
  const names = namesOf(environment);
  const { accountId, region } = environment;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;

  return [
    { sid: "ReadTheWebhook", actions: ["ssm:GetParameter"], resources: [names.slackWebhook.arn] },
    {
      sid: "DecryptTheWebhook",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      condition: [
        { test: "StringEquals", variable: "kms:ViaService", values: [`ssm.${region}.amazonaws.com`] },
        {
          test: "StringEquals",
          variable: "kms:EncryptionContext:PARAMETER_ARN",
          values: [names.slackWebhook.arn],
        },
      ],
    },
    {
      sid: "AskAboutDeployments",
      actions: [
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeServiceRevisions",
        "ecs:ListServiceDeployments",
      ],
      resources: [
        ...SERVICES.map((role) => names.service(role).arn),
        arn("ecs", `service-deployment/${names.cluster.name}/*`),
        arn("ecs", `service-revision/${names.cluster.name}/*`),
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
        "It takes a container instance, whose id nobody knows beforehand; the condition names the cluster.",
      ),
      condition: [{ test: "ArnEquals", variable: "ecs:cluster", values: [names.cluster.arn] }],
    },
    {
      sid: "AskWhyTheyStopped",
      actions: ["ecs:DescribeTasks"],
      resources: [arn("ecs", `task/${names.cluster.name}/*`)],
    },
    {
      sid: "ReadTheirLogs",
      actions: ["logs:GetLogEvents"],
      resources: [...new Set([...IMAGES, ...WORKLOADS])]
        .filter((container) => container !== "web")
        .map((container) => arn("logs", `log-group:${names.logGroup(container)}:log-stream:ecs/*`)),
    },
  ];
}
