import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { KMSClient } from "@aws-sdk/client-kms";
import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from "@aws-sdk/client-sqs";
import { undefinedFor } from "../../../cli/undefined-for";
import { inWords } from "../../../cli/words";
import { lookAtKey } from "../../../ecs/key";
import type { ImportRule, Rules } from "../rule";

/** As Terraform names the provider of the region with the copies. */
const COPIES_PROVIDER = "aws.copies";

/** Resources whose id AWS knows, or which their ARN identifies. */
export const SERVICES: Rules = {
  aws_ecs_service: async ({ text }) => {
    const cluster = (await text("cluster")).split("/").at(-1);
    return `${cluster}/${await text("name")}`;
  },
  aws_ecs_task_definition: async ({ operation, text }) => {
    const family = await text("family");
    const found = await operation
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: family }))
      .catch((error: unknown) => {
        // ECS has no error of its own for it.
        if (!inWords(error).includes("Unable to describe task definition")) throw error;
      });
    return found?.taskDefinition?.taskDefinitionArn;
  },
  aws_iam_openid_connect_provider: async (wanted) =>
    iam(wanted, `oidc-provider/${(await wanted.text("url")).replace("https://", "")}`),
  aws_iam_policy: async (wanted) => iam(wanted, `policy/${await wanted.text("name")}`),
  aws_iam_user_group_membership: async ({ resource, values, text }) => {
    const { groups } = resource.config as { groups: string[] };
    const of = (index: number) => values.of(resource, `groups.${index}`);
    return [await text("user"), ...(await Promise.all(groups.map((_, index) => of(index))))].join("/");
  },
  /** The key of the environment, or that of the copies in another region, which has the same alias there. */
  aws_kms_key: async ({ operation, resource }) => {
    const { region, database } = operation.environment;
    const ofCopies = resource.config.provider === COPIES_PROVIDER;
    const client = operation.clientIn(ofCopies ? (database.copies?.region ?? region) : region, KMSClient);
    return (await lookAtKey(client, operation.environment))?.KeyId;
  },
  aws_sns_topic: async ({ operation: { environment }, text }) =>
    `arn:aws:sns:${environment.region}:${environment.accountId}:${await text("name")}`,
  aws_sns_topic_subscription: {
    recreated:
      'SNS returns the existing subscription of the same address ("Subscribe", Amazon SNS API Reference)',
  },
  aws_sqs_queue: async ({ operation, text }) => {
    const command = new GetQueueUrlCommand({ QueueName: await text("name") });
    const found = await operation.client(SQSClient).send(command).catch(undefinedFor(QueueDoesNotExist));
    return found?.QueueUrl;
  },
  aws_s3_object: { recreated: "the stack imports the objects that exist itself" },
};

const iam = ({ operation }: Parameters<ImportRule>[0], resource: string) =>
  `arn:aws:iam::${operation.environment.accountId}:${resource}`;
