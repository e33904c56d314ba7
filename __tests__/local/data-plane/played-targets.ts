import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type {
  Action,
  Rule,
  TargetGroup,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LoadBalancerProps } from "../../../local/data-plane/load-balancer";

export const HTTPS = "arn:aws:elasticloadbalancing:ap-northeast-1:1:listener/app/api/1/https";
export const HTTP = "arn:aws:elasticloadbalancing:ap-northeast-1:1:listener/app/api/1/http";
const GROUP = "arn:aws:elasticloadbalancing:ap-northeast-1:1:targetgroup/web/1";

/** A target that answers with its name and what it was asked. */
export class Backend {
  public healthy = true;
  public release: () => void = () => undefined;
  public started = 0;
  public checks = 0;

  private constructor(
    public readonly name: string,
    private readonly server: Server,
  ) {}

  public static async start(name: string): Promise<Backend> {
    const server = createServer((incoming, outgoing) => {
      const { url = "", headers } = incoming;
      if (url === "/up") {
        backend.checks++;
        return outgoing.writeHead(backend.healthy ? 200 : 500).end();
      }
      if (url === "/reset") return void incoming.socket.destroy();
      if (url === "/never") return undefined;
      const answer = () => outgoing.end(JSON.stringify({ name, url, headers }));
      if (url !== "/slow") return answer();
      backend.started++;
      backend.release = answer;
      return undefined;
    });
    const backend = new Backend(name, server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return backend;
  }

  public get target() {
    return { Id: `i-${this.name}`, Port: (this.server.address() as AddressInfo).port };
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** What the load balancer reads and reports, with the answers of a stack's load balancer. It refuses nothing. */
export class PlayedAws {
  public targets: TargetHealthDescription[] = [];
  public rules: Rule[] = [];
  public idleSeconds = "60";
  /** Answers about targets wait for it. */
  public held: Promise<void> = Promise.resolve();
  public asked = 0;
  public reported: Record<string, { id: string; state: string; reason?: string; description?: string }[]> =
    {};

  private readonly group: TargetGroup = {
    TargetGroupArn: GROUP,
    Port: 80,
    HealthCheckPath: "/up",
    HealthCheckPort: "traffic-port",
    HealthCheckIntervalSeconds: 15,
    HealthCheckTimeoutSeconds: 100,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 4,
    Matcher: { HttpCode: "200" },
  };

  private readonly questions = createServer((incoming, outgoing) => {
    if (incoming.method === "GET") return outgoing.end(JSON.stringify(this.addresses));
    let body = "";
    incoming.on("data", (chunk) => (body += String(chunk as Buffer)));
    incoming.on("end", () => {
      this.reported = JSON.parse(body) as typeof this.reported;
      outgoing.end('"noted"');
    });
    return undefined;
  });

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.questions.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.questions.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.questions.close();
    this.questions.closeAllConnections();
  }

  public register(...backends: Backend[]): void {
    this.targets = backends.map(({ target }) => ({ Target: target, TargetHealth: { State: "initial" } }));
  }

  public get client(): NonNullable<LoadBalancerProps["client"]> {
    const redirect: Action = {
      Type: "redirect",
      RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" },
    };
    const answers: Record<string, (input: { ListenerArn?: string }) => object> = {
      DescribeLoadBalancersCommand: () => ({ LoadBalancers: [{ LoadBalancerArn: "arn" }] }),
      DescribeLoadBalancerAttributesCommand: () => ({
        Attributes: [{ Key: "idle_timeout.timeout_seconds", Value: this.idleSeconds }],
      }),
      DescribeListenersCommand: () => ({
        Listeners: [
          { ListenerArn: HTTP, Protocol: "HTTP", Port: 80 },
          { ListenerArn: HTTPS, Protocol: "HTTPS", Port: 443 },
        ],
      }),
      DescribeRulesCommand: ({ ListenerArn }) => ({
        Rules:
          ListenerArn === HTTP
            ? [{ Priority: "default", Actions: [redirect] }]
            : [...this.rules, { Priority: "default", Actions: [{ Type: "forward", TargetGroupArn: GROUP }] }],
      }),
      DescribeTargetGroupsCommand: () => ({ TargetGroups: [this.group] }),
      DescribeTargetHealthCommand: () => ({ TargetHealthDescriptions: this.targets }),
    };
    const send = async (command: { constructor: { name: string }; input: object }) => {
      if (command.constructor.name === "DescribeTargetHealthCommand") {
        this.asked++;
        await this.held;
      }
      return answers[command.constructor.name]?.(command.input);
    };
    const client: unknown = { send, destroy: () => undefined };
    return client as NonNullable<LoadBalancerProps["client"]>;
  }

  private get addresses() {
    return Object.fromEntries(this.targets.map(({ Target }) => [Target?.Id ?? "", "127.0.0.1"]));
  }
}
