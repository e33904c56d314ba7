import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Referee } from "../../helpers/referee";
import { Connections } from "./connections";

/** Faults of AWS. */
export type AwsFault =
  | "hang"
  | "reset"
  | "not JSON"
  | { readonly status: number; readonly type: string; readonly spelt?: "Message" };

export interface Question {
  readonly action: string;
  readonly input: Record<string, unknown>;
  readonly headers: IncomingMessage["headers"];
}

/** A value that must never be in a message or log line of the notifier. */
export const CANARY = "c4n4ry-5ecret";

const ARN = "arn:aws:ecs:ap-northeast-1:123456789012";
const DEPLOYMENT = `${ARN}:service-deployment/api-production/web/dep1`;
const REVISION = `${ARN}:service-revision/api-production/web`;
const REGISTRY = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/api-production";
const seconds = (time: string) => Date.parse(time) / 1_000;

/** The release of `events/`, as ECS describes it: 9b1c2d3 after 4e0f97c, started at 04:15. */
export const world = () => ({
  webhook: "not set yet",
  deployments: [
    { serviceDeploymentArn: DEPLOYMENT, startedAt: seconds("2026-11-22T04:15:00Z"), status: "IN_PROGRESS" },
    {
      serviceDeploymentArn: `${DEPLOYMENT}-before`,
      startedAt: seconds("2026-11-20T09:00:00Z"),
      status: "SUCCESSFUL",
    },
  ] as Record<string, unknown>[],
  deployment: {
    serviceDeploymentArn: DEPLOYMENT,
    startedAt: seconds("2026-11-22T04:15:00Z"),
    status: "IN_PROGRESS",
    sourceServiceRevisions: [{ arn: `${REVISION}/old` }],
    targetServiceRevision: { arn: `${REVISION}/new` },
    deploymentCircuitBreaker: { status: "MONITORING", failureCount: 3, threshold: 3 },
  } as Record<string, unknown>,
  revisions: ["old:4e0f97c:11", "new:9b1c2d3:12"].map((each) => {
    const [name, tag, revision] = each.split(":");
    return {
      serviceRevisionArn: `${REVISION}/${name}`,
      taskDefinition: `${ARN}:task-definition/api-production-web:${revision}`,
      containerImages: [
        { containerName: "app", image: `${REGISTRY}/app:${tag}`, imageDigest: "sha256:1" },
        { containerName: "nginx", image: `${REGISTRY}/nginx:v7`, imageDigest: "sha256:2" },
      ],
    };
  }),
  registeredBy: "arn:aws:sts::123456789012:assumed-role/api-production-deploy/GitHubActions",
  tasks: [] as Record<string, unknown>[],
  lines: [
    "[2026-11-22 04:16:01] production.INFO: booting",
    `[2026-11-22 04:16:02] production.ERROR: SQLSTATE[HY000] [2002] Connection refused DB_PASSWORD=${CANARY}`,
  ],
});

/** A task of an event, as DescribeTasks returns it: times are in seconds, and the fields of the event are missing. */
export const described = (detail: Record<string, unknown>): Record<string, unknown> => {
  const times = ["createdAt", "startedAt", "stoppedAt"].filter((name) => typeof detail[name] === "string");
  const inSeconds = Object.fromEntries(times.map((name) => [name, seconds(detail[name] as string)]));
  return { ...detail, ...inSeconds, updatedAt: undefined };
};

export type World = ReturnType<typeof world>;

const arnOf = ({ taskArn = "of-a-task" }: Record<string, unknown>) => taskArn;

/** A short list in pages of one item, because AWS may return fewer than there are on any page. */
const pageOf = (name: string, items: readonly unknown[], { nextToken = "0" }: { nextToken?: unknown }) => {
  const start = Number(nextToken);
  const next = start + (items.length > 10 ? 50 : 1);
  return {
    [name]: items.slice(start, next),
    ...(next < items.length ? { nextToken: String(next) } : {}),
  };
};

/** The endpoints of ECS, Parameter Store and CloudWatch Logs, as one HTTP server. */
export class PlayedAws {
  public readonly questions: Question[] = [];
  public world = world();
  /** By action, or for all of them. */
  public faults: Partial<Record<string, AwsFault>> = {};

  private readonly connections: Connections;

  private constructor(
    private readonly server: Server,
    private readonly scheme: string,
    public readonly referee: Referee,
  ) {
    this.connections = new Connections(server);
  }

  /** @param tls key and certificate; without them it speaks plain HTTP */
  public static async open(tls?: { key: Buffer; cert: Buffer }): Promise<PlayedAws> {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void aws.handle(request, response);
    const aws = new PlayedAws(
      tls ? createHttps(tls, listener) : createHttp(listener),
      tls ? "https" : "http",
      await Referee.open(),
    );
    await new Promise<void>((resolve) => aws.server.listen(0, "127.0.0.1", resolve));
    return aws;
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public get endpoint(): string {
    return `${this.scheme}://127.0.0.1:${this.port}`;
  }

  public asked(action: string): Question[] {
    return this.questions.filter((question) => question.action === action);
  }

  /** Fails if a request was invalid for AWS, or a response impossible. */
  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.referee.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const action = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const input = JSON.parse(body) as Record<string, unknown>;
    this.questions.push({ action, input, headers: request.headers });

    const answer = this.answer(action, input);
    const status = answer ? 200 : 400;
    const given = JSON.stringify(answer ?? { __type: "ResourceNotFoundException", Message: "None." });
    const refused = await this.referee.judge(request, Buffer.from(body), { status, body: given });
    if (refused) return void response.writeHead(refused.status, refused.headers).end(refused.body);

    const fault = this.faults[action] ?? this.faults.all;
    if (fault === "hang") return;
    if (fault === "reset") return void this.connections.reset(request.socket);
    if (fault === "not JSON") return void response.end("<html>");
    const type = { "content-type": "application/x-amz-json-1.1" };
    if (!fault) return void response.writeHead(status, type).end(given);
    const error = { __type: `com.amazonaws#${fault.type}`, [fault.spelt ?? "message"]: "No." };
    response.writeHead(fault.status, type).end(JSON.stringify(error));
  }

  private answer(action: string, input: Record<string, unknown>): object | undefined {
    const { world } = this;
    switch (action) {
      case "GetParameter":
        return { Parameter: { Name: input.Name, Value: world.webhook, Type: "SecureString" } };
      case "ListServiceDeployments":
        return pageOf("serviceDeployments", world.deployments, input);
      case "DescribeServiceDeployments":
        return { serviceDeployments: [world.deployment].filter(Boolean) };
      case "DescribeServiceRevisions":
        return { serviceRevisions: world.revisions };
      case "DescribeTaskDefinition":
        return {
          taskDefinition: {
            registeredBy: world.registeredBy,
            containerDefinitions: [{ name: "app", environment: [{ name: "MAIL_PASSWORD", value: CANARY }] }],
          },
        };
      case "ListTasks":
        return pageOf("taskArns", world.tasks.map(arnOf), input);
      case "DescribeTasks":
        return { tasks: world.tasks.filter((task) => (input.tasks as unknown[]).includes(arnOf(task))) };
      case "GetLogEvents":
        return { events: world.lines.map((message, timestamp) => ({ message, timestamp })) };
      default:
        return undefined;
    }
  }
}
