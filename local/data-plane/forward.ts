import { randomBytes } from "node:crypto";
import {
  Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from "node:http";
import type { Target } from "./health-checks";

/** Headers of one connection (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** The load balancer waits this long for a connection to a target (Troubleshoot your Application Load Balancers, HTTP 504). */
const CONNECT_SECONDS = 10;

const REASONS: Record<number, string> = {
  404: "Not Found",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

export interface Listening {
  readonly protocol: string;
  readonly port: number;
  readonly idleSeconds: number;
}

/** One target at its address, with the requests that are in flight to it. */
export class Upstream {
  private readonly agent = new Agent({ keepAlive: true, timeout: 60_000 });
  private readonly inFlight = new Set<() => void>();

  constructor(
    public readonly target: Target,
    private readonly address: () => string | undefined,
  ) {}

  /** Passes a request on. What goes wrong is the load balancer's own 502 or 504. */
  public forward(incoming: IncomingMessage, outgoing: ServerResponse, listening: Listening): void {
    const { method = "GET", url = "/" } = incoming;
    const options = {
      host: this.address() ?? "127.0.0.1",
      port: this.target.port,
      method,
      path: url,
      agent: this.agent,
      headers: forwarded(incoming, listening),
      setHost: false,
    };
    let late = false;
    const upstream = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHops(answer.headers));
      answer.on("error", () => outgoing.destroy()).pipe(outgoing);
    });
    const expire = () => {
      late = true;
      upstream.destroy();
    };
    const abort = () => upstream.destroy();
    this.inFlight.add(abort);
    upstream.on("socket", (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(expire, CONNECT_SECONDS * 1_000);
      socket.once("connect", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
    });
    upstream.setTimeout(listening.idleSeconds * 1_000, expire);
    upstream.on("error", () => {
      if (outgoing.headersSent) outgoing.destroy();
      else ownPage(outgoing, late ? 504 : 502);
    });
    upstream.on("close", () => this.inFlight.delete(abort));
    outgoing.on("close", abort);
    incoming.pipe(upstream);
  }

  /** Ends the requests that are still in flight when the deregistration delay is over. */
  public close(): void {
    for (const abort of this.inFlight) abort();
    this.agent.destroy();
  }
}

/** An answer of the load balancer itself. */
export function ownPage(outgoing: ServerResponse, status: number): void {
  const title = `${status} ${REASONS[status] ?? ""}`;
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  outgoing.writeHead(status, {
    Server: "awselb/2.0",
    "Content-Type": "text/html",
    "Content-Length": Buffer.byteLength(page),
  });
  outgoing.end(page);
}

/** The headers that the target gets ("HTTP headers and Application Load Balancers"; "Request tracing"). */
function forwarded({ headers, socket }: IncomingMessage, { protocol, port }: Listening): OutgoingHttpHeaders {
  const client = socket.remoteAddress ?? "";
  const before = headers["x-forwarded-for"];
  const id = () => `1-${Math.floor(Date.now() / 1_000).toString(16)}-${randomBytes(12).toString("hex")}`;
  const trace = headers["x-amzn-trace-id"];
  return {
    ...withoutHops(headers),
    "X-Forwarded-For": before ? `${String(before)}, ${client}` : client,
    "X-Forwarded-Proto": protocol.toLowerCase(),
    "X-Forwarded-Port": `${port}`,
    "X-Amzn-Trace-Id": trace ? `Self=${id()};${String(trace)}` : `Root=${id()}`,
    ...(headers["transfer-encoding"] ? { "Transfer-Encoding": "chunked" } : {}),
  };
}

function withoutHops(headers: IncomingMessage["headers"]): OutgoingHttpHeaders {
  const replaced = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-port", "x-amzn-trace-id"];
  const left = Object.entries(headers).filter(([name]) => ![...HOP_BY_HOP, ...replaced].includes(name));
  return Object.fromEntries(left);
}
