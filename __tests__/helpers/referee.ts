import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";

/** The answer that a double will give. */
export interface Answered {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly body?: string | Buffer | undefined;
}

interface Verdict {
  readonly violations: readonly string[];
  readonly refusal: { status: number; headers: Record<string, string>; body: string } | null;
}

/**
 * Judges the requests to a double of AWS and its answers by AWS's own models and the documented rules, in the process
 * `local/moto/referee`. The embedded AWS validates requests with the same code.
 */
export class Referee {
  /** For tests of events that AWS never sends: the requests that follow may be refused. */
  public refusalsAreExpected = false;

  private readonly violations = new Set<string>();
  private readonly waiting: ((verdict: Verdict) => void)[] = [];

  private constructor(private readonly socket: Socket) {
    createInterface(socket).on("line", (line) => this.waiting.shift()?.(JSON.parse(line) as Verdict));
  }

  public static async open(): Promise<Referee> {
    const path = process.env.REFEREE_SOCKET;
    if (!path) throw new Error("No referee: this Jest project lacks globalSetup: helpers/referee-server.ts");
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new Referee(socket);
  }

  /**
   * @param answered the answer that the double will give, if it has one
   * @returns AWS's error if AWS refuses the request
   */
  public async judge(
    request: Pick<IncomingMessage, "method" | "url" | "headers">,
    body: Buffer,
    answered?: Answered,
  ): Promise<Answered | undefined> {
    const base64 = (text: Buffer | string) => Buffer.from(text).toString("base64");
    const exchange = {
      request: {
        method: request.method,
        target: request.url,
        headers: request.headers,
        body: base64(body),
      },
      answer: answered ? { status: answered.status, body: base64(answered.body ?? "") } : null,
    };
    const verdict = await new Promise<Verdict>((resolve) => {
      this.waiting.push(resolve);
      this.socket.write(`${JSON.stringify(exchange)}\n`);
    });
    const expected = this.refusalsAreExpected && verdict.refusal;
    for (const violation of expected ? [] : verdict.violations) this.violations.add(violation);
    return verdict.refusal
      ? { ...verdict.refusal, body: Buffer.from(verdict.refusal.body, "base64").toString() }
      : undefined;
  }

  /** @throws Error with every request that AWS refuses and every answer that AWS never gives */
  public close(): void {
    this.socket.destroy();
    if (this.violations.size > 0) {
      throw new Error(
        `AWS refuses such requests, or never gives such answers:\n${[...this.violations].join("\n")}`,
      );
    }
  }
}
