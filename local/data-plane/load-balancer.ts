import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  type Rule,
  type TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { insiderClients } from "../account";
import { type Listening, ownPage, Upstream } from "./forward";
import { type Health, HealthCheck, type Target } from "./health-checks";
import type { Ports } from "./ports";
import { actionFor, type Asked, redirection } from "./rules";

/** The first URL that `make up` prints should be the same on every machine. */
const PREFERRED_PORT = 8080;

const POLL_SECONDS = 1;
/** Listeners and rules change rarely. */
const POLLS_PER_REFRESH = 5;

interface Registered {
  readonly upstream: Upstream;
  readonly check: HealthCheck;
  draining: boolean;
}

/** The targets of one target group. */
class Group {
  public readonly targets = new Map<string, Registered>();

  private turn = 0;

  /** The next target, by turns. If none is healthy, the unhealthy ones get the requests too, as AWS fails open. */
  public next(): Upstream | undefined {
    const candidates = [...this.targets.values()].filter(({ draining }) => !draining);
    const among = (["healthy", "unhealthy"] as const)
      .map((state) => candidates.filter(({ check }) => check.health.state === state))
      .find(({ length }) => length > 0);
    return among?.[this.turn++ % among.length]?.upstream;
  }
}

interface LocalListener {
  readonly server: Server;
  readonly url: string;
  listening: Listening;
  rules: readonly Rule[];
}

export interface LoadBalancerProps {
  /** The embedded AWS. */
  readonly endpoint: string;
  readonly region: string;
  readonly ports: Ports;
  readonly pace: number;
  /** @default a client of the embedded AWS */
  readonly client?: Pick<ElasticLoadBalancingV2Client, "send" | "destroy">;
}

/**
 * The load balancers of the embedded AWS. Each listener has a local port without TLS; behind that of an HTTPS listener the
 * application reads `X-Forwarded-Proto: https`, as on AWS.
 *
 * It knows no WebSockets, no stickiness, no HTTP/2, no authentication, and of the conditions of a rule only host, path and headers. The
 * idle timeout is not scaled by the pace, because requests take their own time.
 *
 * Sources: User Guide for Application Load Balancers, "Listeners", "Target groups", "Troubleshoot".
 */
export class LoadBalancers {
  private readonly elb: Pick<ElasticLoadBalancingV2Client, "send" | "destroy">;
  private readonly groups = new Map<string, Group>();
  private readonly listeners = new Map<string, LocalListener>();
  private addresses: Record<string, string> = {};
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private polls = 0;
  private reported = "";

  constructor(private readonly props: LoadBalancerProps) {
    const {
      endpoint,
      region,
      client = new ElasticLoadBalancingV2Client(insiderClients(endpoint, region)),
    } = props;
    this.elb = client;
  }

  /** Starts to follow the embedded AWS. */
  public async start(): Promise<void> {
    await this.poll().catch(() => undefined);
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.start(), POLL_SECONDS * 1_000 * this.props.pace);
  }

  /** The local URL of each listener, by its ARN. */
  public get urls(): Record<string, string> {
    return Object.fromEntries([...this.listeners].map(([arn, { url }]) => [arn, url]));
  }

  public stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const arn of this.listeners.keys()) this.closeListener(arn);
    for (const group of this.groups.values()) for (const key of group.targets.keys()) remove(group, key);
    this.elb.destroy();
  }

  private async poll(): Promise<void> {
    if (this.polls++ % POLLS_PER_REFRESH === 0) {
      await this.refreshListeners();
      this.reported = "";
    }
    this.addresses = await this.question<Record<string, string>>("addresses");
    const { TargetGroups = [] } = await this.elb.send(new DescribeTargetGroupsCommand({}));
    for (const group of TargetGroups) await this.refreshTargets(group);
    await this.report();
  }

  private async refreshListeners(): Promise<void> {
    const { LoadBalancers: balancers = [] } = await this.elb.send(new DescribeLoadBalancersCommand({}));
    const found = new Set<string>();
    for (const { LoadBalancerArn } of balancers) {
      const { Attributes = [] } = await this.elb.send(
        new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
      );
      const idle = Attributes.find(({ Key }) => Key === "idle_timeout.timeout_seconds")?.Value;
      const { Listeners = [] } = await this.elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
      // HTTPS first: it gets the preferred port.
      for (const listener of Listeners.sort((a, b) => (b.Port ?? 0) - (a.Port ?? 0))) {
        found.add(listener.ListenerArn ?? "");
        await this.refreshListener(listener, Number(idle ?? 60));
      }
    }
    for (const arn of this.listeners.keys()) if (!found.has(arn)) this.closeListener(arn);
  }

  private async refreshListener(
    { ListenerArn: arn = "", Protocol = "HTTP", Port = 80 }: Listener,
    idleSeconds: number,
  ): Promise<void> {
    const { Rules: rules = [] } = await this.elb.send(new DescribeRulesCommand({ ListenerArn: arn }));
    const listening: Listening = { protocol: Protocol, port: Port, idleSeconds };
    const known = this.listeners.get(arn);
    if (known) {
      Object.assign(known, { listening, rules });
      return;
    }
    const server = createServer({ keepAliveTimeout: idleSeconds * 1_000, requestTimeout: 0 }, (...exchange) =>
      this.answer(arn, ...exchange),
    );
    // The part of the ARN that the listener keeps for its life, with the name of its load balancer.
    const port = await this.props.ports.listen(server, arn.split("listener/")[1] ?? arn, PREFERRED_PORT);
    if (this.stopped) return void server.close();
    this.listeners.set(arn, { server, url: `http://127.0.0.1:${port}`, listening, rules });
  }

  private async refreshTargets(group: TargetGroup): Promise<void> {
    const TargetGroupArn = group.TargetGroupArn ?? "";
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    // Of a poll that began before the end.
    if (this.stopped) return;
    const known = this.groups.get(TargetGroupArn) ?? new Group();
    this.groups.set(TargetGroupArn, known);

    const listed = new Set<string>();
    for (const { Target: described, TargetHealth } of TargetHealthDescriptions) {
      const target: Target = { id: described?.Id ?? "", port: described?.Port ?? group.Port ?? 80 };
      const key = `${target.id}:${target.port}`;
      listed.add(key);
      const registered = known.targets.get(key) ?? this.register(known, key, group, target);
      registered.draining = TargetHealth?.State === "draining";
      if (registered.draining) registered.check.stop();
    }
    for (const key of known.targets.keys()) if (!listed.has(key)) remove(known, key);
  }

  private register(known: Group, key: string, group: TargetGroup, target: Target): Registered {
    const address = () => this.addresses[target.id];
    const report = () => void this.report().catch(() => undefined);
    const registered: Registered = {
      upstream: new Upstream(target, address),
      check: new HealthCheck(group, target, address, this.props.pace, report),
      draining: false,
    };
    known.targets.set(key, registered);
    return registered;
  }

  /** Reports the health of all targets, if it has changed. */
  private async report(): Promise<void> {
    const health = Object.fromEntries([...this.groups].map(([arn, group]) => [arn, healthOf(group)]));
    const body = JSON.stringify(health);
    if (body === this.reported) return;
    const answer = await fetch(`${this.props.endpoint}/embedded-aws/target-health`, { method: "PUT", body });
    if (answer.ok) this.reported = body;
  }

  private async question<T>(name: string): Promise<T> {
    const answer = await fetch(`${this.props.endpoint}/embedded-aws/${name}`);
    if (!answer.ok) throw new Error(`the embedded AWS does not answer "${name}" (${answer.status})`);
    return (await answer.json()) as T;
  }

  private answer(arn: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { listening, rules } = this.listeners.get(arn) ?? {};
    if (!listening || !rules) return ownPage(outgoing, 503);
    const [path = "/", ...query] = (incoming.url ?? "/").split("?");
    const { headers } = incoming;
    const asked = { ...listening, host: headers.host ?? "", headers, path, query: query.join("?") };
    const action = actionFor(rules, asked);
    if (action?.Type === "redirect") return redirect(action, asked, outgoing);
    if (action?.Type === "fixed-response") return fixedResponse(action, outgoing);
    const upstream = this.groups.get(targetGroupOf(action) ?? "")?.next();
    if (!upstream) return ownPage(outgoing, 503);
    upstream.forward(incoming, outgoing, listening);
  }

  private closeListener(arn: string): void {
    const server = this.listeners.get(arn)?.server;
    this.listeners.delete(arn);
    server?.close();
    server?.closeAllConnections();
  }
}

function remove(group: Group, key: string): void {
  const { check, upstream } = group.targets.get(key) ?? {};
  group.targets.delete(key);
  check?.stop();
  upstream?.close();
}

const DRAINING: Health = {
  state: "draining",
  reason: "Target.DeregistrationInProgress",
  description: "Target deregistration is in progress",
};

const healthOf = ({ targets }: Group) =>
  [...targets.values()].map(({ upstream, check, draining }) => ({
    ...upstream.target,
    ...(draining ? DRAINING : check.health),
  }));

/** The target group of an action; of several, by their weights. */
function targetGroupOf(action: Action | undefined): string | undefined {
  const { TargetGroups = [] } = action?.ForwardConfig ?? {};
  if (TargetGroups.length < 2) return action?.TargetGroupArn ?? TargetGroups[0]?.TargetGroupArn;
  let left = Math.random() * TargetGroups.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  return TargetGroups.find(({ Weight = 1 }) => (left -= Weight) < 0)?.TargetGroupArn;
}

function redirect(action: Action, asked: Asked, outgoing: ServerResponse): void {
  const status = Number(action.RedirectConfig?.StatusCode?.replace("HTTP_", "") ?? 302);
  outgoing.writeHead(status, {
    Server: "awselb/2.0",
    Location: redirection(action, asked),
    "Content-Length": 0,
  });
  outgoing.end();
}

function fixedResponse({ FixedResponseConfig }: Action, outgoing: ServerResponse): void {
  const { StatusCode = "200", ContentType = "text/plain", MessageBody = "" } = FixedResponseConfig ?? {};
  outgoing.writeHead(Number(StatusCode), { Server: "awselb/2.0", "Content-Type": ContentType });
  outgoing.end(MessageBody);
}
