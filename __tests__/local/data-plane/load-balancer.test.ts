import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  Action,
  Rule,
  TargetGroup,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type LoadBalancerProps, LoadBalancers } from "../../../local/data-plane/load-balancer";
import { Ports } from "../../../local/data-plane/ports";
import { eventually } from "../../../local/processes";

const HTTPS = "arn:aws:elasticloadbalancing:ap-northeast-1:1:listener/app/api/1/https";
const HTTP = "arn:aws:elasticloadbalancing:ap-northeast-1:1:listener/app/api/1/http";
const GROUP = "arn:aws:elasticloadbalancing:ap-northeast-1:1:targetgroup/web/1";

/** A target that answers with its name and what it was asked. */
class Backend {
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
class PlayedAws {
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

describe("The load balancer", () => {
  let aws: PlayedAws;
  let folder: string;
  let balancers: LoadBalancers;
  let [blue, green]: Backend[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "load-balancer-"));
    aws = new PlayedAws();
    blue = await Backend.start("blue");
    green = await Backend.start("green");
    aws.register(blue, green);
    await balance();
  });

  afterEach(() => {
    balancers.stop();
    aws.stop();
    blue!.stop();
    green!.stop();
    rmSync(folder, { recursive: true });
  });

  async function balance(): Promise<void> {
    const endpoint = await aws.start();
    balancers = new LoadBalancers({
      endpoint,
      region: "ap-northeast-1",
      ports: new Ports(folder),
      pace: 0.01,
      client: aws.client,
    });
    await balancers.start();
  }

  const get = (path: string, init?: RequestInit) => fetch(`${balancers.urls[HTTPS]}${path}`, init);
  const answeredBy = async (path = "/") =>
    ((await (await get(path)).json()) as { name: string; headers: IncomingHttpHeaders; url: string }).name;
  const healthOf = ({ target }: Backend) =>
    Object.values(aws.reported)
      .flat()
      .find(({ id }) => id === target.Id);
  const until = async (backend: Backend, state: string) =>
    expect(await eventually(() => healthOf(backend)?.state === state, 5)).toBe(true);

  it("forwards to healthy targets by turns", async () => {
    await until(blue!, "healthy");
    await until(green!, "healthy");

    const names = [await answeredBy(), await answeredBy(), await answeredBy(), await answeredBy()];

    expect(names.sort()).toEqual(["blue", "blue", "green", "green"]);
  });

  it("reports the status of an unhealthy target, and sends it no request", async () => {
    blue!.healthy = false;
    await until(green!, "healthy");
    await until(blue!, "unhealthy");

    expect(healthOf(blue!)).toMatchObject({
      reason: "Target.ResponseCodeMismatch",
      description: "Health checks failed with these codes: [500]",
    });
    expect([await answeredBy(), await answeredBy()]).toEqual(["green", "green"]);
  });

  it("sends a request to unhealthy targets when none is healthy, as AWS does", async () => {
    blue!.healthy = false;
    aws.register(blue!);
    await until(blue!, "unhealthy");

    expect(await answeredBy()).toBe("blue");
  });

  it("answers 503 without targets", async () => {
    aws.targets = [];
    expect(await eventually(async () => (await get("/")).status === 503, 5)).toBe(true);

    const response = await get("/");
    expect(response.headers.get("Server")).toBe("awselb/2.0");
    expect(await response.text()).toContain("503 Service Temporarily Unavailable");
  });

  it("finishes a request in flight to a draining target, and sends it no new one", async () => {
    await until(blue!, "healthy");
    aws.register(blue!);
    await eventually(async () => (await answeredBy()) === "blue" && (await answeredBy()) === "blue", 5);
    const slow = answeredBy("/slow");
    await eventually(() => blue!.started === 1, 5);

    aws.register(blue!, green!);
    aws.targets[0]!.TargetHealth = { State: "draining" };
    await until(blue!, "draining");
    await until(green!, "healthy");

    expect([await answeredBy(), await answeredBy(), await answeredBy()]).toEqual(["green", "green", "green"]);
    blue!.release();
    expect(await slow).toBe("blue");
  });

  it("answers 502 for a request whose target is gone after the deregistration delay", async () => {
    aws.register(blue!);
    await until(blue!, "healthy");
    const slow = get("/slow");
    await eventually(() => blue!.started === 1, 5);

    aws.targets = [];

    expect((await slow).status).toBe(502);
  });

  it("answers 502 for a connection that the target closes, and 504 after the idle timeout", async () => {
    balancers.stop();
    aws.stop();
    aws.idleSeconds = "0.2";
    await balance();
    await until(blue!, "healthy");

    expect((await get("/reset")).status).toBe(502);
    const late = await get("/never");
    expect(late.status).toBe(504);
    expect(await late.text()).toContain("504 Gateway Time-out");
  });

  it("passes on who the client is, behind the HTTPS listener", async () => {
    await until(blue!, "healthy");

    const response = await get("/a?b=c", {
      headers: { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "ftp" },
    });
    const { headers, url } = (await response.json()) as { headers: IncomingHttpHeaders; url: string };

    expect(url).toBe("/a?b=c");
    expect(headers).toMatchObject({
      host: balancers.urls[HTTPS]!.slice("http://".length),
      "x-forwarded-for": "6.6.6.6, 127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
    });
  });

  it("passes on bodies of known and of unknown length", async () => {
    await until(blue!, "healthy");
    const { port, hostname } = new URL(balancers.urls[HTTPS]!);
    const chunked = await new Promise<number | undefined>((resolve) => {
      const upload = request({ port, hostname, method: "POST", path: "/" }, ({ statusCode }) =>
        resolve(statusCode),
      );
      upload.write("first");
      setTimeout(() => upload.end("second"), 20);
    });

    expect(chunked).toBe(200);
    expect((await get("/", { method: "POST", body: "known" })).status).toBe(200);
  });

  it("redirects from the HTTP listener as its rule says", async () => {
    const response = await fetch(`${balancers.urls[HTTP]}/a?b=c`, { redirect: "manual" });

    expect(response.status).toBe(301);
    expect(response.headers.get("Location")).toBe("https://127.0.0.1:443/a?b=c");
  });

  it("answers as the first rule says whose conditions are true", async () => {
    const fixed = (MessageBody: string): Action[] => [
      { Type: "fixed-response", FixedResponseConfig: { StatusCode: "418", MessageBody } },
    ];
    const path = (...Values: string[]) => ({ Field: "path-pattern", PathPatternConfig: { Values } });
    aws.rules = [
      { Priority: "20", Conditions: [path("/tea/*")], Actions: fixed("later") },
      {
        Priority: "10",
        Conditions: [path("/tea/*"), { Field: "host-header", HostHeaderConfig: { Values: ["127.*"] } }],
        Actions: fixed("tea"),
      },
      { Priority: "5", Conditions: [{ Field: "source-ip" }], Actions: fixed("never") },
    ];
    await until(blue!, "healthy");
    expect(await eventually(async () => (await get("/tea/green")).status === 418, 5)).toBe(true);

    expect(await (await get("/tea/green")).text()).toBe("tea");
    expect((await get("/teas")).status).toBe(200);
  });

  it("keeps the port of a listener over a restart", async () => {
    const before = balancers.urls;
    balancers.stop();
    aws.stop();

    await balance();

    expect(balancers.urls).toEqual(before);
  });

  it("checks no target after its end, which a poll had still found", async () => {
    await until(blue!, "healthy");
    let release = () => undefined as void;
    aws.held = new Promise((resolve) => (release = resolve));
    const asked = aws.asked;
    await eventually(() => aws.asked > asked, 5);
    balancers.stop();
    const checks = blue!.checks;
    release();
    await sleep(300);

    expect(blue!.checks).toBe(checks);
  });
});
