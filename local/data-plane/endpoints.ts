import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, createServer, type Server, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Authority } from "../images/authority";
import { insiderClients } from "../account";
import { CopyAddresses, type CopyEndpoint } from "./copies";
import type { ServerEndpoint } from "./server-endpoint";

const HTTPS = 443;
const MYSQL_PORT = 3306;
const VALKEY_PORT = 6379;

/** RDS says that a copy is available when it can be connected to. Here its server may still replay what it restores. */
const COPY_SECONDS = 15;
const LOOK_MILLISECONDS = 100;

/** The trusted certificate authorities of Debian's images, which the SDKs read. */
const TRUSTED = "/etc/ssl/certs/ca-certificates.crt";

/** The services that an application can call. A container resolves no others. */
const SERVICES = [
  ...[
    "cognito-idp",
    "dynamodb",
    "email",
    "events",
    "firehose",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "monitoring",
  ],
  ...["s3", "secretsmanager", "sns", "sqs", "ssm", "states", "sts"],
];

export interface EndpointsProps {
  readonly authority: Authority;
  readonly region: string;
  /** The embedded AWS. */
  readonly endpoint: string;
  /** @default containers reach no database */
  readonly database?: () => ServerEndpoint | undefined;
  /** @default containers reach none */
  readonly copies?: () => readonly CopyEndpoint[];
  /** @default containers reach no cache */
  readonly cache?: () => ServerEndpoint | undefined;
  /** Called with each request of a container. */
  readonly onRequest?: (headers: IncomingHttpHeaders, body: Buffer) => void;
}

/** The addresses of this machine on a network of containers. */
export interface ListeningAt {
  readonly address: string;
  /** One for each copy of the database that can be reached at the same time. @default containers reach no copy */
  readonly copyAddresses?: readonly string[];
}

/**
 * AWS as the containers see it: over TLS, by the names of its regional endpoints, and the database, its copies and the cache by
 * their names in RDS and ElastiCache. A network of containers reaches it at the addresses of this machine on that network.
 */
export class Endpoints {
  private readonly servers: { close(): unknown; closeAllConnections?(): void }[] = [];

  private readonly copies: CopyAddresses;

  constructor(private readonly props: EndpointsProps) {
    this.copies = new CopyAddresses(props.copies ?? (() => []));
  }

  /** Mounted files of every container, as target to source. */
  public get files(): Record<string, string> {
    return { [TRUSTED]: this.props.authority.certificate };
  }

  /** The names that every container of a network resolves, with their address. A bucket has a name of its own. */
  public async names({ address, copyAddresses = [] }: ListeningAt): Promise<Record<string, string>> {
    const { region, endpoint, database, cache } = this.props;
    const s3 = new S3Client(insiderClients(endpoint, region));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    s3.destroy();
    const names = [...SERVICES, ...Buckets.map(({ Name }) => `${Name}.s3`)].map(
      (name) => `${name}.${this.domain}`,
    );
    const servers = [database, cache].map((server) => server?.()?.name ?? []).flat();
    const atAddress = [...names, ...servers].map((name) => [name, address] as const);
    return Object.fromEntries([...atAddress, ...Object.entries(this.copies.names(copyAddresses))]);
  }

  /** Listens at addresses of this machine. */
  public async listen({ address, copyAddresses = [] }: ListeningAt): Promise<void> {
    const { authority, database, cache } = this.props;
    const { key, certificate } = authority.server(`*.${this.domain}`, `*.s3.${this.domain}`);
    const aws = createTlsServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (...exchange) => void this.forward(...exchange),
    );
    await this.open(aws, HTTPS, address);
    // The first hosts may start before these servers exist.
    if (cache) await this.pass(cache, cache()?.port ?? VALKEY_PORT, address);
    if (!database) return;
    const port = database()?.port ?? MYSQL_PORT;
    await this.pass(database, port, address);
    for (const [place, copyAddress] of copyAddresses.entries())
      await this.open(
        createServer((client) => void this.joinCopy(client, place)),
        port,
        copyAddress,
      );
  }

  public close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections?.();
    }
  }

  private get domain(): string {
    return `${this.props.region}.amazonaws.com`;
  }

  /** Passes the connections of containers on to a server. */
  private pass(server: () => ServerEndpoint | undefined, port: number, address: string): Promise<void> {
    return this.open(
      createServer((client) => join(client, server()?.target)),
      port,
      address,
    );
  }

  private async open(server: Server, port: number, address: string): Promise<void> {
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, address, resolve);
    });
  }

  private async forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const { headers, method = "GET", url = "/" } = incoming;
    this.props.onRequest?.(headers, body);
    request(`${this.props.endpoint}${url}`, { headers, method }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    })
      .on("error", () => outgoing.destroy())
      .end(body);
  }

  private async joinCopy(client: Socket, place: number): Promise<void> {
    client.on("error", () => client.destroy());
    const end = Date.now() + COPY_SECONDS * 1_000;
    while (!this.copies.targetAt(place) && !client.destroyed && Date.now() < end)
      await sleep(LOOK_MILLISECONDS);
    join(client, this.copies.targetAt(place));
  }
}

function join(client: Socket, target: ServerEndpoint["target"] | undefined): void {
  if (!target || client.destroyed) return void client.destroy();
  const server = connect(target);
  const end = () => {
    client.destroy();
    server.destroy();
  };
  client.on("error", end).on("close", end).pipe(server).on("error", end).on("close", end).pipe(client);
}
