import { serviceNamesOf, workerNamesOf } from "../../config/worker-groups";
import { each, TASK_ID } from "./aws-call";
import { forThisAccount, type ServiceRole, task } from "./service-role";

/** Lambda runs the notifier, and keeps what it failed at. */
export const notifier: ServiceRole = {
  suffix: "deploy-notifier",
  part: "service",
  service: "lambda.amazonaws.com",
  trusted: forThisAccount,
  calls: (place) => {
    const { environment, names, arn, keyArn } = place;
    if (environment.slack === undefined) return [];

    const asks = "What lambda/deploy-notifier asks; Service Authorization Reference";
    const services = serviceNamesOf(environment).map((name) => names.service(name));
    return [
      { action: "ssm:GetParameter", resource: names.slackWebhook.arn, source: asks },
      {
        action: "kms:Decrypt",
        resource: keyArn,
        context: {
          "kms:ViaService": `ssm.${environment.region}.amazonaws.com`,
          "kms:EncryptionContext:PARAMETER_ARN": names.slackWebhook.arn,
        },
        source: '"AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters"',
      },
      ...services.flatMap(({ name, arn: resource }) => [
        ...each(
          [
            "ecs:ListServiceDeployments",
            // Asked for the service as well as for what belongs to it.
            "ecs:DescribeServiceDeployments",
            "ecs:DescribeServiceRevisions",
          ],
          { resource, source: asks },
        ),
        {
          action: "ecs:DescribeServiceDeployments",
          resource: arn("ecs", `service-deployment/${names.cluster.name}/${name}/AbCdEfGhIjKlMnOpQrStU`),
          source: asks,
        },
        {
          action: "ecs:DescribeServiceRevisions",
          resource: arn("ecs", `service-revision/${names.cluster.name}/${name}/1234567890123456789`),
          source: asks,
        },
      ]),
      { action: "ecs:DescribeTaskDefinition", resource: "*", source: asks },
      {
        action: "ecs:ListTasks",
        resource: arn("ecs", `container-instance/${names.cluster.name}/${TASK_ID}`),
        context: { "ecs:cluster": names.cluster.arn },
        source: asks,
      },
      { action: "ecs:DescribeTasks", resource: task(place), source: asks },
      ...["app", "nginx", ...workerNamesOf(environment), "scheduler", "migrate"].map((container) => ({
        action: "logs:GetLogEvents",
        resource: arn(
          "logs",
          `log-group:${names.logGroup(container)}:log-stream:ecs/${container}/${TASK_ID}`,
        ),
        source: asks,
      })),
      ...each(["logs:CreateLogStream", "logs:PutLogEvents"], {
        resource: arn(
          "logs",
          `log-group:/aws/lambda/${names.notifier.name}:log-stream:2026/11/26/[$LATEST]0123`,
        ),
        source: '"Defining Lambda function permissions with an execution role", AWS Lambda Developer Guide',
      }),
      {
        action: "sqs:SendMessage",
        resource: names.undeliveredEvents.arn,
        source: '"Adding a dead-letter queue", AWS Lambda Developer Guide',
      },
    ];
  },
};
