import { chown, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type DBInstance, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { insiderClients } from "../account";
import type { Image, RunningContainer, Runtime } from "../containers/runtime";
import type { Authority } from "../images/authority";
import { DATABASE_USER, databaseFiles } from "../images/database-image";
import type { DatabaseEndpoint } from "./endpoints";

const POLL_SECONDS = 1;
const PORT = 3306;
const MEMORY_MIB = 512;
const STOP_SECONDS = 30;

export interface DatabaseProps {
  /** The embedded AWS. */
  readonly endpoint: string;
  readonly region: string;
  readonly pace: number;
  /** Of the database alone: other containers reach it through `Endpoints`. */
  readonly runtime: Runtime;
  readonly authority: Authority;
  /** The image of local/images/database. */
  readonly image: () => Image;
  /** Contains the data. */
  readonly folder: string;
}

/**
 * The RDS instance of the embedded AWS: a MariaDB in a container, with the name, user and password of the instance. It requires
 * TLS, as the parameter group of the stack does. Its data is in a folder of this machine, so it outlives a restart. Deleting
 * the instance deletes the data.
 *
 * It is not MySQL, and it knows no parameter groups, backups, or failover.
 */
export class Database {
  private readonly rds: RDSClient;
  private timer: NodeJS.Timeout | undefined;
  private polling = Promise.resolve();
  private stopped = false;
  private container: RunningContainer | undefined;
  private instance: DBInstance | undefined;
  private target: DatabaseEndpoint["target"] | undefined;
  private password = "";

  constructor(private readonly props: DatabaseProps) {
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

  /** Where it listens; undefined until the instance exists. */
  public get endpoint(): DatabaseEndpoint | undefined {
    const { Address, Port = PORT } = this.instance?.Endpoint ?? {};
    return Address && this.target ? { name: Address, port: Port, target: this.target } : undefined;
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    // It may be starting a container.
    await this.polling;
    this.rds.destroy();
    await this.halt();
  }

  private async poll(): Promise<void> {
    const { DBInstances: [instance] = [] } = await this.rds.send(new DescribeDBInstancesCommand({}));
    const data = instance && `${instance.DBInstanceIdentifier}-${instance.InstanceCreateTime?.getTime()}`;
    await this.deleteAllBut(data);
    if (!instance || !data) return;

    const answer = await fetch(`${this.props.endpoint}/embedded-aws/database-passwords`);
    const passwords = (await answer.json()) as Record<string, string>;
    const password = passwords[instance.DBInstanceIdentifier ?? ""] ?? "";
    this.instance = instance;
    if (!this.container) await this.run(instance, password, join(this.props.folder, data));
    else if (password !== this.password) await this.changePassword(password);
  }

  private async run(
    { DBName, MasterUsername, Endpoint }: DBInstance,
    password: string,
    data: string,
  ): Promise<void> {
    const { runtime, authority, image } = this.props;
    await mkdir(data, { recursive: true });
    await chown(data, DATABASE_USER, DATABASE_USER);
    const container = await runtime.start(
      {
        image: image(),
        environment: {
          DB_DATABASE: DBName ?? "mysql",
          DB_USERNAME: MasterUsername ?? "",
          DB_PASSWORD: password,
        },
        hosts: {},
        files: databaseFiles(authority.server(Endpoint?.Address ?? "database")),
        volumes: { "/var/lib/mysql": data },
        readonlyRoot: true,
        tmpfs: [{ path: "/tmp", options: ["mode=1777"] }],
        droppedCapabilities: ["ALL"],
        noNewPrivileges: true,
        init: true,
        memoryMiB: MEMORY_MIB,
        ports: [PORT],
      },
      () => undefined,
    );
    this.container = container;
    this.password = password;
    this.target = await container.endpoint(PORT);
    // The next poll starts it again.
    void container.exited.then(() => {
      if (this.container === container) this.container = undefined;
    });
  }

  /** As ModifyDBInstance does: without a restart, and connections stay open. */
  private async changePassword(password: string): Promise<void> {
    const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
    const user = quoted(this.instance?.MasterUsername ?? "");
    const sql = `ALTER USER ${user}@'%' IDENTIFIED BY ${quoted(password)}`;
    const code = await this.container?.exec(
      ["mariadb", "--skip-ssl", "--socket=/tmp/mariadb.sock", "--execute", sql],
      10,
    );
    if (code === 0) this.password = password;
  }

  private async halt(): Promise<void> {
    const { container } = this;
    this.container = this.instance = this.target = undefined;
    await container?.stop(STOP_SECONDS);
  }

  /** Removes the data of instances that do not exist. */
  private async deleteAllBut(data: string | undefined): Promise<void> {
    if (!data && this.instance) await this.halt();
    await mkdir(this.props.folder, { recursive: true });
    for (const name of await readdir(this.props.folder)) {
      if (name !== data) await rm(join(this.props.folder, name), { recursive: true, force: true });
    }
  }
}
