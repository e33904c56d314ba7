import { createServer, type Server } from "node:http";
import { join } from "node:path";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startAws, stopAws } from "../../../local/aws";
import { Endpoints } from "../../../local/data-plane/endpoints";
import { settings, type StackJson } from "../../helpers/stacks";
import { AGENT_ADDRESS } from "../../../local/containers/network";
import { NETWORK } from "./container";
import { authority, WORK } from "./image";

/** The path of the ECS agent for the credentials of the task role (Amazon ECS Developer Guide, "Task IAM role"). */
const CREDENTIALS_PATH = "/v2/credentials/0123456789abcdef";

const FOLDER = join(WORK, "aws");

/** Of the task's role. */
export const ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY = "not-a-secret";

interface SqsRequest {
  readonly operation: string;
  readonly accessKeyId: string | undefined;
  readonly input: Record<string, unknown>;
}

/**
 * The embedded AWS as the SQS of the containers: over TLS by the name in `SQS_PREFIX`, with credentials from the endpoint of the
 * ECS agent. It also records the requests. It does not check the permissions of the task role.
 */
export class Aws {
  /** Starts it, with the queues of a service stack. Needs the containers' network. */
  public static async start(service: StackJson): Promise<Aws> {
    const { endpoint } = await startAws({ folder: FOLDER, pythonFolder: join(WORK, ".."), forTests: true });
    const aws = new Aws(service, endpoint);
    await aws.createQueues(service);
    await aws.listen();
    return aws;
  }

  public readonly requests: SqsRequest[] = [];

  private readonly endpoints: Endpoints;
  private credentials: Server | undefined;
  private readonly prefix: URL;
  private readonly sqs: SQSClient;

  private constructor(service: StackJson, endpoint: string) {
    const prefix = settings(service).find((line) => line.startsWith("SQS_PREFIX=")) ?? "";
    this.prefix = new URL(prefix.slice("SQS_PREFIX=".length));
    this.endpoints = new Endpoints({
      authority: authority(),
      region: this.region,
      endpoint,
      onRequest: (headers, body) => {
        this.requests.push({
          operation: String(headers["x-amz-target"]).replace("AmazonSQS.", ""),
          accessKeyId: /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1],
          input: JSON.parse(body.toString()) as Record<string, unknown>,
        });
      },
    });
    this.sqs = new SQSClient({
      endpoint,
      region: this.region,
      credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
    });
  }

  /** The options of a container that connects to it. */
  public get environment(): Record<string, string> {
    return { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: CREDENTIALS_PATH };
  }

  public get links(): Record<string, string> {
    return { [this.prefix.host]: NETWORK.hostAddress };
  }

  public get files(): Record<string, string> {
    return this.endpoints.files;
  }

  /** The numbers of visible, delayed and received messages of a queue. */
  public async messages(queueName: string): Promise<{ waiting: number; delayed: number; taken: number }> {
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    return {
      waiting: Number(Attributes?.ApproximateNumberOfMessages),
      delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed),
      taken: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
    };
  }

  public async stop(): Promise<void> {
    this.endpoints.close();
    this.credentials?.close();
    this.credentials?.closeAllConnections();
    this.sqs.destroy();
    await stopAws(FOLDER);
  }

  private get region(): string {
    return this.prefix.host.split(".")[1] ?? "";
  }

  /** Each queue as the stack has it; those that others name as their dead-letter queue first. */
  private async createQueues({ resource: { aws_sqs_queue: queues = {} } }: StackJson): Promise<void> {
    const arn = (id: string) =>
      `arn:aws:sqs:${this.region}:${this.prefix.pathname.slice(1)}:${queues[id]?.name as string}`;
    const namesNone = ({ redrive_policy }: Record<string, unknown>) => redrive_policy === undefined;
    const inOrder = Object.values(queues).sort((a, b) => Number(namesNone(b)) - Number(namesNone(a)));
    for (const queue of inOrder) {
      const attributes: Record<string, unknown> = {
        VisibilityTimeout: queue.visibility_timeout_seconds,
        ReceiveMessageWaitTimeSeconds: queue.receive_wait_time_seconds,
        RedrivePolicy: (queue.redrive_policy as string | undefined)?.replace(
          /\$\{aws_sqs_queue\.([\w-]+)\.arn\}/,
          (_, id: string) => arn(id),
        ),
      };
      const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
      await this.sqs.send(
        new CreateQueueCommand({
          QueueName: queue.name as string,
          Attributes: Object.fromEntries(given.map(([name, value]) => [name, `${value as string | number}`])),
        }),
      );
    }
  }

  private async listen(): Promise<void> {
    const credentials = createServer(({ url }, response) => {
      response.writeHead(url === CREDENTIALS_PATH ? 200 : 404, { "Content-Type": "application/json" });
      response.end(
        JSON.stringify({
          AccessKeyId: ACCESS_KEY_ID,
          SecretAccessKey: SECRET_ACCESS_KEY,
          Token: "a-token",
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      );
    });
    await Promise.all([
      this.endpoints.listen({ address: NETWORK.hostAddress }),
      NETWORK.listen(credentials, AGENT_ADDRESS, 80),
    ]);
    this.credentials = credentials;
  }
}
