import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import type { Authority } from "../images/authority";
import type { Ports } from "./ports";
import { type Message, pageOf, payloadSchema } from "./slack-page";

const KEPT = 200;
const PREFERRED_PORT = 8081;
const WEBHOOK = "/services/local";
/** The first byte of a TLS connection: a handshake record (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;

/**
 * A local page that shows what was posted to Slack's incoming webhook:
 *
 *     GET  /                  the messages
 *     GET  /messages.json     the same for programs, oldest first
 *     POST /services/local    the webhook
 *
 * The port speaks HTTP for a browser, and HTTPS because the notifier posts to no other URL. Slack checks a message in more ways
 * ("Reference: Layout blocks", "Sending messages using incoming webhooks"); here it needs to be JSON with a text or blocks.
 */
export class SlackPage {
  public readonly messages: Message[] = [];

  private port = 0;
  private readonly close: (() => void)[] = [];

  constructor(
    private readonly authority: Authority,
    private readonly ports: Ports,
  ) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** The process that posts must trust the authority: `NODE_EXTRA_CA_CERTS`. */
  public get webhook(): string {
    return `https://127.0.0.1:${this.port}${WEBHOOK}`;
  }

  public async start(): Promise<void> {
    const { key, certificate } = this.authority.server("127.0.0.1");
    const answer = (...exchange: [IncomingMessage, ServerResponse]) => void this.answer(...exchange);
    const http = createServer(answer);
    const https = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer);
    const front = createTcpServer((socket) => {
      this.close.push(() => socket.destroy());
      socket
        .on("error", () => undefined)
        .once("readable", () => {
          const start = socket.read() as Buffer | null;
          if (!start) return;
          socket.unshift(start);
          (start[0] === TLS_HANDSHAKE ? https : http).emit("connection", socket);
        });
    });
    this.close.push(() => front.close());
    this.port = await this.ports.listen(front, "slack", PREFERRED_PORT);
  }

  public stop(): void {
    for (const close of this.close) close();
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const reply = (status: number, type: string, body: string) => {
      // The page has no scripts, so that no message can bring one.
      const policy = "default-src 'none'; style-src 'unsafe-inline'";
      outgoing.writeHead(status, { "Content-Type": type, "Content-Security-Policy": policy }).end(body);
    };
    const asked = `${incoming.method} ${incoming.url?.split("?")[0]}`;
    if (asked === "GET /") return reply(200, "text/html; charset=utf-8", pageOf(this.messages));
    if (asked === "GET /messages.json") return reply(200, "application/json", JSON.stringify(this.messages));
    if (asked !== `POST ${WEBHOOK}`) return reply(404, "text/plain", "no_service");
    const problem = this.take(await text(incoming));
    return problem ? reply(400, "text/plain", problem) : reply(200, "text/plain", "ok");
  }

  /** Slack's error, if it refuses the message. */
  private take(body: string): string | undefined {
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      return "invalid_payload";
    }
    const { data: payload } = payloadSchema.safeParse(json);
    if (!payload) return "invalid_blocks";
    if (!payload.text && !payload.blocks && !payload.attachments) return "no_text";
    this.messages.push({ at: new Date().toISOString(), payload });
    this.messages.splice(0, this.messages.length - KEPT);
    return undefined;
  }
}
