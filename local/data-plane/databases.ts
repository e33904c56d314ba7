import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DBInstance, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { insiderClients } from "../account";
import type { Image, Runtime } from "../containers/runtime";
import type { Authority } from "../images/authority";
import { DatabaseServer, PORT } from "./database-server";
import type { CopyEndpoint } from "./copies";
import type { ServerEndpoint } from "./server-endpoint";

const POLL_SECONDS = 1;

/** How `ops database restore` and `ops drill` name a restored and a replaced instance. */
const COPY = /-(restored|replaced|drill)-\d{14}$/;

export interface DatabasesProps {
  /** The embedded AWS. */
  readonly endpoint: string;
  readonly region: string;
  readonly pace: number;
  /** Of the databases alone: other containers reach them through `Endpoints`. */
  readonly runtime: Runtime;
  readonly authority: Authority;
  /** The image of local/images/database. */
  readonly image: () => Image;
  /** Contains the data, in a folder for each instance. */
  readonly folder: string;
}

/**
 * The RDS instances of the embedded AWS: each is a MariaDB in a container, with the name, user and password of the instance. It
 * requires TLS, as the parameter group of the stack does. Its data is in a folder of this machine, so it outlives a restart and
 * a rename. Deleting the instance deletes the data.
 *
 * A restored instance replays the binary log of its source up to the time that was asked for, from the first entry on, and not
 * from a snapshot. The source must still exist. They are not MySQL, and know no parameter groups or failover.
 */
export class Databases {
  private readonly rds: RDSClient;
  private readonly servers = new Map<string, DatabaseServer>();
  private instances: readonly DBInstance[] = [];
  private timer: NodeJS.Timeout | undefined;
  private polling = Promise.resolve();
  private stopped = false;

  constructor(private readonly props: DatabasesProps) {
    this.rds = new RDSClient(insiderClients(props.endpoint, props.region));
  }

  /** Starts to follow the embedded AWS. */
  public async start(): Promise<void> {
    this.polling = this.poll().catch(
      (error: unknown) => void process.stderr.write(`database: ${String(error)}\n`),
    );
    await this.polling;
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.start(), POLL_SECONDS * 1_000 * this.props.pace);
  }

  /** Where the database of the environment listens; undefined until it exists, and while two are swapped. */
  public get endpoint(): ServerEndpoint | undefined {
    return this.own && this.endpointOf(this.own.DBInstanceIdentifier ?? "");
  }

  /**
   * The copies of that database. RDS returns no address of an instance that is being created, but only the first label of the
   * name differs.
   */
  public get copies(): readonly CopyEndpoint[] {
    const [, ...domain] = (this.own?.Endpoint?.Address ?? "").split(".");
    if (domain.length === 0) return [];
    return this.instances.flatMap(({ DBInstanceIdentifier: identifier = "" }) =>
      COPY.test(identifier)
        ? { name: [identifier, ...domain].join("."), target: this.endpointOf(identifier)?.target }
        : [],
    );
  }

  /** Where an instance listens; undefined until it does. */
  public endpointOf(identifier: string): ServerEndpoint | undefined {
    const instance = this.instances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === identifier);
    const { Address, Port = PORT } = instance?.Endpoint ?? {};
    const target = this.servers.get(instance?.DbiResourceId ?? "")?.targetOf(Address ?? "");
    return Address && target ? { name: Address, port: Port, target } : undefined;
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    // It may be starting a container.
    await this.polling;
    this.rds.destroy();
    await Promise.all([...this.servers.values()].map((server) => server.stop()));
    this.instances = [];
  }

  private get own(): DBInstance | undefined {
    return this.instances.find(({ DBInstanceIdentifier = "" }) => !COPY.test(DBInstanceIdentifier));
  }

  private async poll(): Promise<void> {
    const { DBInstances = [] } = await this.rds.send(new DescribeDBInstancesCommand({}));
    this.instances = DBInstances;
    await this.deleteAllBut(DBInstances.map(({ DbiResourceId = "" }) => DbiResourceId));
    // An instance that is being created has no address, and one that is being renamed has not yet restarted.
    const present = DBInstances.filter(
      ({ Endpoint, DBInstanceStatus }) => Endpoint && DBInstanceStatus !== "renaming",
    );
    if (present.length === 0) return;
    const passwords = await this.ask<string>("database-passwords");
    const restores = await this.ask<{ source: string; until: string }>("database-restores");
    for (const instance of present) {
      const server = this.serverOf(instance, restores[instance.DbiResourceId ?? ""]);
      await server.follow(instance, passwords[instance.DBInstanceIdentifier ?? ""] ?? "");
    }
  }

  private serverOf(
    { DbiResourceId = "" }: DBInstance,
    restored: { source: string; until: string } | undefined,
  ): DatabaseServer {
    const { runtime, authority, image, folder } = this.props;
    const source = restored && join(folder, restored.source);
    const server =
      this.servers.get(DbiResourceId) ??
      new DatabaseServer({
        ...{ runtime, authority, image },
        data: join(folder, DbiResourceId),
        restore: source && existsSync(source) ? { source, until: restored.until } : undefined,
      });
    this.servers.set(DbiResourceId, server);
    return server;
  }

  private async ask<Value>(question: string): Promise<Record<string, Value>> {
    const answer = await fetch(`${this.props.endpoint}/embedded-aws/${question}`);
    return (await answer.json()) as Record<string, Value>;
  }

  /** Stops the servers and removes the data of instances that do not exist. */
  private async deleteAllBut(existing: readonly string[]): Promise<void> {
    for (const [id, server] of this.servers) {
      if (existing.includes(id)) continue;
      await server.stop();
      this.servers.delete(id);
    }
    await mkdir(this.props.folder, { recursive: true });
    for (const name of await readdir(this.props.folder)) {
      if (!existing.includes(name)) await rm(join(this.props.folder, name), { recursive: true, force: true });
    }
  }
}
