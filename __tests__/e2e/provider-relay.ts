import { once } from "node:events";
import type { Http2Server, Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { constants, createServer } from "node:http2";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ChildEnvironment } from "../../local/isolation";
import { Terraform } from "../../local/terraform";
import type { KeptProvider } from "./kept-provider";
import { schemasInUse } from "./schemas-in-use";

/** Calls of version 5 of the protocol ("tfplugin5.proto", Terraform). */
const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";
const CONFIGURE = "/tfplugin5.Provider/Configure";

/** A message of gRPC begins with a flag for compression, and its length ("gRPC over HTTP2"). */
const PREFIX_BYTES = 5;

/** A provider, and the connections that have configured it. */
interface Lent {
  readonly provider: Promise<KeptProvider>;
  readonly sessions: Set<Http2Session>;
  configuration: string;
}

/**
 * Gives all commands on a stack AWS providers that are kept: one for each configuration in use, as for a second region. Otherwise
 * Terraform hashes the provider's 700 MB and starts it in each command, for an apply more than once.
 *
 * The relay passes all calls on. Only the schema is answered here, without the types that no stack has: otherwise Terraform reads the
 * schemas of 1,500 types in each command, which takes a second of processor time.
 */
export class ProviderRelay {
  private readonly server: Http2Server = createServer();
  /** Terraform connects anew for each configuration. */
  private readonly bySession = new WeakMap<Http2Session, KeptProvider>();
  private readonly lent: Lent[];
  private schema: Promise<Buffer> | undefined;

  private constructor(
    private readonly first: KeptProvider,
    private readonly startAnother: () => Promise<KeptProvider>,
  ) {
    this.lent = [{ provider: Promise.resolve(first), sessions: new Set(), configuration: "" }];
    this.server.on("stream", (stream, headers) => {
      stream.on("error", () => undefined);
      this.answer(stream, headers).catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    });
  }

  /** @param socket the path of its own */
  public static async start(
    socket: string,
    startProvider: () => Promise<KeptProvider>,
  ): Promise<ProviderRelay> {
    const relay = new ProviderRelay(await startProvider(), startProvider);
    relay.server.listen(socket);
    await once(relay.server, "listening");
    return relay;
  }

  /** What a command needs in its environment to use it. */
  public get attachment(): ChildEnvironment {
    const Addr = { Network: "unix", String: this.server.address() };
    const all = Object.entries(this.first.reattach).map(([name, given]) => [name, { ...given, Addr }]);
    return { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(all)) };
  }

  public async stop(): Promise<void> {
    this.server.close();
    for (const { provider } of this.lent) await (await provider).stop();
  }

  private async answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const { session } = stream;
    if (session === undefined) return;
    const path = headers[constants.HTTP2_HEADER_PATH];
    if (path === GET_SCHEMA) return this.answerSchema(stream, headers);
    if (path !== CONFIGURE) return pass(stream, headers, this.bySession.get(session) ?? this.first);

    const configuration = await buffer(stream);
    const provider = await this.lend(session, configuration.toString("base64"));
    this.bySession.set(session, provider);
    pass(stream, headers, provider, Readable.from([configuration]));
  }

  private lend(session: Http2Session, configuration: string): Promise<KeptProvider> {
    let lent =
      this.lent.find((each) => each.configuration === configuration) ??
      this.lent.find(({ sessions }) => sessions.size === 0);
    if (lent === undefined)
      this.lent.push((lent = { provider: this.startAnother(), sessions: new Set(), configuration }));
    const { provider, sessions } = lent;
    lent.configuration = configuration;
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    return provider;
  }

  private async answerSchema(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    stream.resume();
    this.schema ??= readSchema(headers, this.first);
    const message = await this.schema;
    stream.respond({ "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(message);
  }
}

function pass(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { session }: KeptProvider,
  request: Readable = stream,
): void {
  if (stream.destroyed) return;
  const upstream = session.request(headers);
  upstream.on("error", () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  stream.on("aborted", () => upstream.close(constants.NGHTTP2_CANCEL));
  request.pipe(upstream);
  upstream.on("response", (answer, flags) => {
    if (stream.destroyed) return;
    // An error is an answer of headers alone.
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answer, { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    let trailers = {};
    upstream.on("trailers", (given: object) => (trailers = given));
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    upstream.pipe(stream);
  });
}

async function readSchema(headers: IncomingHttpHeaders, { session }: KeptProvider): Promise<Buffer> {
  const request = session.request(headers);
  request.end(Buffer.alloc(PREFIX_BYTES));
  const message = schemasInUse((await buffer(request)).subarray(PREFIX_BYTES));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Terraform with providers that are kept. */
export class AttachedTerraform extends Terraform {
  constructor(
    folder: string,
    environment: ChildEnvironment,
    private readonly attachment: () => Promise<ChildEnvironment>,
  ) {
    super(folder, environment);
  }

  protected override async commandEnvironment(): Promise<ChildEnvironment> {
    return { ...this.environment, ...(await this.attachment()) };
  }
}
