import { rmSync } from "node:fs";
import { join } from "node:path";
import { SOCKET_MOUNT, SOCKET_VOLUME } from "../../../constructs/containers/task-volume";
import { volumeFolder } from "../../../local/containers/namespaces";
import { databaseFiles } from "../../../local/images/database-image";
import { appImage, authority, databaseImage, nginxImage, WORK } from "./image";
import { Container, type ContainerProps, until } from "./container";

/** Obviously fake, and of the right length. */
export const APP_KEY = `base64:${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
const DB_PASSWORD = "not-a-secret";

/** Values that break `declare -p > /container.env` and cron. */
export const HOSTILE = `two  spaces, 'single' "double" \`tick\` $HOME \${PATH} $(id) \\ # ; & | < > % = 日本語\nsecond line\n`;

/** Where the task definition mounts tmpfs. */
export const APP_TMPFS = ["/tmp", "/var/www/html/storage", "/var/www/html/bootstrap/cache"];

/** The volume of a web task, for the containers of one test. */
export function socketVolume(name: string): Record<string, string> {
  const folder = join(WORK, "volumes", name);
  rmSync(folder, { recursive: true, force: true });
  const { driverOpts = {} } = SOCKET_VOLUME.dockerVolumeConfiguration ?? {};
  const [mount] = SOCKET_MOUNT.mountPoints;
  return { [mount?.containerPath ?? ""]: volumeFolder(folder, driverOpts) };
}

type Overrides = Partial<Omit<ContainerProps, "name" | "image">>;

/** One Laravel application with its database, as containers. */
export class Stack {
  public static async start(): Promise<Stack> {
    const database = new Container({
      name: "database",
      image: databaseImage(),
      environment: { DB_PASSWORD },
      files: databaseFiles(authority().server("database")),
      tmpfs: ["/tmp", "/var/lib/mysql"],
    });
    await until("MariaDB accepts connections", () => database.stderr.includes("ready for connections"));
    return new Stack(database);
  }

  private constructor(private readonly database: Container) {}

  /** The environment of every workload in the task definitions. */
  public get environment(): Record<string, string> {
    return {
      APP_KEY,
      APP_ENV: "production",
      DB_HOST: "database",
      DB_DATABASE: "laravel",
      DB_USERNAME: "laravel",
      DB_PASSWORD,
      TRUSTED_PROXIES: "198.18.7.0/24",
    };
  }

  /** The settings of a container that connects to the database. */
  public get links(): Record<string, string> {
    return { database: this.database.address };
  }

  /** A container of the app image; its command selects its workload. */
  public app(name: string, { environment, links, ...overrides }: Overrides = {}): Container {
    return new Container({
      name,
      image: appImage(),
      tmpfs: APP_TMPFS,
      environment: { ...this.environment, ...environment },
      links: { ...this.links, ...links },
      ...overrides,
    });
  }

  /** Brings the schema up to date, as the deploy command's one-off task. */
  public async migrate(): Promise<Container> {
    const migration = this.app("migrate", { command: ["migrate"] });
    if ((await migration.wait()) !== 0)
      throw new Error(`the migration failed: ${migration.stdout}${migration.stderr}`);
    return migration;
  }

  /** Both containers of a web task, healthy. They share a volume, as in the task definition, unless they are given others. */
  public async web(name: string, overrides: Overrides = {}, ofNginx: Overrides = {}): Promise<WebTask> {
    const { volumes = socketVolume(name) } = overrides;
    const app = this.app(`${name}-app`, { ...overrides, volumes });
    const nginx = new Container({
      name: `${name}-nginx`,
      image: nginxImage(),
      links: { app: app.address },
      volumes,
      ...ofNginx,
      environment: { REAL_IP_FROM: "198.18.7.0/24", ...ofNginx.environment },
    });
    const task = new WebTask(app, nginx);
    await until(`${name} answers /up`, async () => (await task.get("/up")).status === 200, 20);
    return task;
  }
}

export class WebTask {
  constructor(
    public readonly app: Container,
    public readonly nginx: Container,
  ) {}

  public get origin(): string {
    return `http://${this.nginx.address}:8080`;
  }

  public get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.origin}${path}`, { headers });
  }

  public async json<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    return (await (await this.get(path, headers)).json()) as T;
  }
}
