import { createServer, request as send } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Referee } from "../../helpers/referee";
import type { Page } from "./pages";
import { pageOf, pagesOfOne } from "./pages";
import type { Call, Raw } from "./protocols";
import { answerOf, AwsError, callOf } from "./protocols";

type Answer = (input: never) => unknown;

/** How the names of the actions begin that change nothing. */
const READS = /^(BatchGet|Describe|Encrypt|Get|Head|List|Lookup|Simulate|StartQuery|Validate)/;

/** Of a release, or of Terraform. A command that is refused has taken and released it. */
const isLock = ({ input }: Call) => /lock\.json$|\.tflock$/.test(String(input.Key));

/** The answers of one service, by action. */
export type Answers = Readonly<Record<string, Answer>>;

/** What happens to a call: an error, a connection that breaks before it arrives, or an answer that is lost. */
export type Trouble = AwsError | "cut" | "lost" | undefined;

/**
 * An AWS that plays what a test wrote: a real HTTP server on the loopback interface, for real clients in a real process.
 *
 * It records every call, and answers from the services a test gave it. Other calls go on to the embedded AWS behind it, if there
 * is one, and are refused otherwise, as is what AWS refuses. It knows less than AWS in what an answer's error says.
 */
export class Endpoint {
  public readonly calls: Call[] = [];

  /** Those that succeeded and changed something, as in `actions`. */
  public readonly changes: string[] = [];

  /** Asked before every call, which it may fail or cut; e.g. after the nth one. */
  public trouble: (call: Call, count: number) => Trouble = () => undefined;

  private constructor(
    private readonly server: Server,
    /** What is played. */
    public services: Readonly<Record<string, Answers>>,
    private readonly referee: Referee,
    private readonly behind?: string,
  ) {
    server.on("request", (request, response) => void this.serve(request, response));
  }

  /** @param behind the endpoint of the embedded AWS that answers the other calls */
  public static async open(services: Readonly<Record<string, Answers>>, behind?: string): Promise<Endpoint> {
    const server = createServer({ keepAlive: false });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Endpoint(server, services, await Referee.open(), behind);
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** E.g. `ecs:UpdateService`, in the order they came. */
  public get actions(): string[] {
    return this.calls.map(({ service, action }) => `${service}:${action}`);
  }

  public inputsOf(action: string): Record<string, unknown>[] {
    return this.calls.filter((call) => `${call.service}:${call.action}` === action).map(({ input }) => input);
  }

  /** Fails when it was asked what AWS refuses, or answered what AWS never does. */
  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.referee.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = Buffer.concat(chunks);
    const asked = callOf(request, received.toString("utf8"));
    this.calls.push(asked);
    const page = pagesOfOne() ? pageOf(asked) : undefined;
    const call = page?.call ?? asked;
    // Only a call in JSON can be passed on for the whole list.
    const isJson = "x-amz-target" in request.headers;
    const sent = page && isJson ? Buffer.from(JSON.stringify(call.input)) : received;

    const trouble = this.trouble(call, this.calls.length);
    if (trouble === "cut") return void request.socket.destroy();
    const isPlayed = trouble instanceof AwsError || !this.behind || this.answerTo(call) !== undefined;
    const { status, headers, body } = isPlayed
      ? await this.play(call, request, received, trouble, page)
      : onePage(await passOn(`${this.behind}${request.url}`, request, sent), isJson ? page : undefined);
    if (status < 300 && !READS.test(asked.action) && !isLock(asked))
      this.changes.push(`${asked.service}:${asked.action}`);
    if (trouble === "lost") return void request.socket.destroy();
    // By it the SDK corrects its clock. Node's own header would have the machine's time, also where a test has another.
    const date = new Date().toUTCString();
    response.writeHead(status, { date, "x-amzn-requestid": "1", ...headers }).end(body);
  }

  private async play(
    call: Call,
    request: IncomingMessage,
    sent: Buffer,
    trouble: Trouble,
    page: Page | undefined,
  ): Promise<Raw> {
    const answer = trouble instanceof AwsError ? trouble : await this.answer(call);
    const answered = answerOf(call, page ? page.cut(answer) : answer);
    const { status, body, headers } = (await this.referee.judge(request, sent, answered)) ?? answered;
    return { status, body, headers };
  }

  private answerTo({ service, action }: Call): Answer | undefined {
    return this.services[service]?.[action];
  }

  private async answer(call: Call): Promise<unknown> {
    const answer = this.answerTo(call);
    if (!answer)
      return new AwsError("UnknownOperationException", `${call.service}:${call.action} has no answer`);
    try {
      return await answer(call.input as never);
    } catch (error) {
      if (error instanceof AwsError) return error;
      return new AwsError("InternalFailure", String(error), 418);
    }
  }
}

/** The request keeps the host that it was sent to, from which AWS makes the URLs in its answers. */
const passOn = (url: string, { method, headers }: IncomingMessage, sent: Buffer): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const length = "content-length" in headers ? { "content-length": sent.length } : {};
    const passed = send(url, { method, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
      answer.on("end", () => {
        const { statusCode: status = 500, headers: kept } = answer;
        delete kept.connection;
        resolve({ status, headers: kept, body: Buffer.concat(chunks) });
      });
    });
    passed.on("error", reject).end(sent);
  });

/** One page of an answer in JSON that has the whole list. */
function onePage(answered: Raw, page: Page | undefined): Raw {
  if (!page || answered.status !== 200) return answered;
  const body = JSON.stringify(page.cut(JSON.parse(String(answered.body))));
  return { ...answered, headers: { ...answered.headers, "content-length": Buffer.byteLength(body) }, body };
}
