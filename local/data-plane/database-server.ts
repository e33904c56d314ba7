import { chown, mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { DBInstance } from "@aws-sdk/client-rds";
import type { Image, RunningContainer, Runtime } from "../containers/runtime";
import type { Authority } from "../images/authority";
import { DATABASE_USER, databaseFiles } from "../images/database-image";
import { CONFINED } from "./confined";
import type { ServerEndpoint } from "./server-endpoint";

export const PORT = 3306;
const MEMORY_MIB = 512;
const STOP_SECONDS = 30;
const LOOK_MILLISECONDS = 200;
const GREETING_MILLISECONDS = 2_000;
const DATA = "/var/lib/mysql";
const SOURCE = "/var/lib/restore";

export interface ServerProps {
  readonly runtime: Runtime;
  readonly authority: Authority;
  readonly image: () => Image;
  /** Contains the data. */
  readonly data: string;
  /** What a new server restores: the data of another one, up to a time in UTC. @default it is empty */
  readonly restore?: { readonly source: string; readonly until: string } | undefined;
}

/** The MariaDB of one RDS instance, in a container. Its certificate is for the address of the instance. */
export class DatabaseServer {
  private target: ServerEndpoint["target"] | undefined;
  private container: RunningContainer | undefined;
  private password = "";
  private address = "";

  constructor(private readonly props: ServerProps) {}

  /** Where it listens; undefined until it does, and under another address than the one of its certificate. */
  public targetOf(address: string): ServerEndpoint["target"] | undefined {
    return address === this.address ? this.target : undefined;
  }

  /** Makes the server as its instance is: running, with its password, and by its address. */
  public async follow(instance: DBInstance, password: string): Promise<void> {
    const address = instance.Endpoint?.Address ?? "";
    // A rename restarts the server, which has another name then ("ModifyDBInstance", Amazon RDS API Reference).
    if (this.container && this.address !== address) await this.stop();
    if (!this.container) await this.run(instance, password);
    else if (password !== this.password) await this.changePassword(instance, password);
  }

  public async stop(): Promise<void> {
    const { container } = this;
    this.container = this.target = undefined;
    await container?.stop(STOP_SECONDS);
  }

  private async run({ DBName, MasterUsername, Endpoint }: DBInstance, password: string): Promise<void> {
    const { runtime, authority, image, data, restore } = this.props;
    await mkdir(data, { recursive: true });
    await chown(data, DATABASE_USER, DATABASE_USER);
    const container = await runtime.start(
      {
        ...CONFINED,
        image: image(),
        environment: {
          DB_DATABASE: DBName ?? "mysql",
          DB_USERNAME: MasterUsername ?? "",
          DB_PASSWORD: password,
          // mariadb-binlog reads it in the time zone of the container.
          TZ: "UTC",
          ...(restore ? { RESTORE_UNTIL: restore.until.replace("T", " ").replace("Z", "") } : {}),
        },
        files: databaseFiles(authority.server(Endpoint?.Address ?? "database")),
        volumes: { [DATA]: data, ...(restore ? { [SOURCE]: restore.source } : {}) },
        memoryMiB: MEMORY_MIB,
        ports: [PORT],
      },
      () => undefined,
    );
    this.container = container;
    this.password = password;
    this.address = Endpoint?.Address ?? "";
    void this.announce(container, await container.endpoint(PORT));
    // The next poll starts it again.
    void container.exited.then(() => {
      if (this.container === container) this.container = this.target = undefined;
    });
  }

  /** An instance of RDS is available once it can be connected to. A restored one first replays what it restores. */
  private async announce(container: RunningContainer, target: ServerEndpoint["target"]): Promise<void> {
    while (this.container === container && !(await greets(target))) await sleep(LOOK_MILLISECONDS);
    if (this.container === container) this.target = target;
  }

  /** As ModifyDBInstance does: without a restart, and connections stay open. */
  private async changePassword({ MasterUsername }: DBInstance, password: string): Promise<void> {
    const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
    const sql = `ALTER USER ${quoted(MasterUsername ?? "")}@'%' IDENTIFIED BY ${quoted(password)}`;
    const code = await this.container?.exec(
      ["mariadb", "--skip-ssl", "--socket=/tmp/mariadb.sock", "--execute", sql],
      10,
    );
    if (code === 0) this.password = password;
  }
}

/** A server of MySQL speaks first. */
const greets = (target: ServerEndpoint["target"]): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(target);
    const answer = (isGreeted: boolean) => () => {
      socket.destroy();
      resolve(isGreeted);
    };
    socket.once("data", answer(true)).once("error", answer(false)).once("close", answer(false));
    socket.setTimeout(GREETING_MILLISECONDS, answer(false));
  });
