import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Connections } from "./connections";

/** The behaviour of a webhook for one POST: a response or a fault. */
export type Behaviour =
  | "hang"
  | "reset"
  | "close"
  | "slow body"
  | "truncated body"
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> };

export interface Payload {
  readonly text: string;
  readonly blocks?: Record<string, unknown>[];
  readonly channel?: string;
  readonly icon_emoji?: string;
  readonly icon_url?: string;
  readonly username?: string;
}

export interface Post {
  readonly path: string;
  readonly payload: Payload;
  readonly taken: boolean;
}

const OK: Behaviour = { status: 200, body: "ok" };

/** Slack's webhooks, as one server. Each answers with one line of its script per post, and then repeats the last line. */
export class PlayedSlack {
  public readonly posts: Post[] = [];
  private readonly scripts = new Map<string, Behaviour[]>();
  private readonly listeners = new Map<string, () => void>();
  private readonly connections: Connections;

  private constructor(private readonly server: Server) {
    this.connections = new Connections(server);
  }

  /** @param tls key and certificate; without them it speaks plain HTTP */
  public static async open(tls?: { key: Buffer; cert: Buffer }): Promise<PlayedSlack> {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void slack.handle(request, response);
    const slack = new PlayedSlack(tls ? createHttps(tls, listener) : createHttp(listener));
    await new Promise<void>((resolve) => slack.server.listen(0, "127.0.0.1", resolve));
    return slack;
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Sets the behaviour of the webhook of this path. */
  public behave(path: string, ...script: Behaviour[]): void {
    this.scripts.set(path, script);
  }

  /** Called at every post to this path, before the response. */
  public whenPosted(path: string, listener: () => void): void {
    this.listeners.set(path, listener);
  }

  /** The messages that a webhook has accepted. */
  public shown(path?: string): Payload[] {
    return this.posts.flatMap((post) => (post.taken && (!path || post.path === path) ? [post.payload] : []));
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const path = request.url ?? "";
    this.listeners.get(path)?.();
    const script = this.scripts.get(path) ?? [];
    const behaviour = (script.length > 1 ? script.shift() : script[0]) ?? OK;
    const taken =
      typeof behaviour === "object"
        ? behaviour.status < 300
        : ["slow body", "truncated body"].includes(behaviour);
    this.posts.push({ path, payload: JSON.parse(body) as Payload, taken });

    if (behaviour === "hang") return;
    if (behaviour === "reset") return void this.connections.reset(request.socket);
    if (behaviour === "close") return void request.socket.destroy();
    if (typeof behaviour === "object") {
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      return;
    }
    response.writeHead(200, { "content-length": "1000" }).write("o");
    if (behaviour === "truncated body") setTimeout(() => request.socket.destroy(), 20);
  }
}
