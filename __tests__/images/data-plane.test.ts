import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RestoreDBInstanceToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { EC2Client } from "@aws-sdk/client-ec2";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientsOf } from "../../local/account";
import { startAws, stopAws } from "../../local/aws";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import { Databases } from "../../local/data-plane/databases";
import { Endpoints } from "../../local/data-plane/endpoints";
import { LOCAL } from "../../local/project";
import { CHECK, judged } from "../../ops/commands/drill/check";
import { ElastiCache } from "../local/elasticache";
import { expectValkeyToFollow } from "./replication-group";
import { expectTransfers } from "./transfers";
import { Container, NETWORK, until, useContainers } from "./sandbox/container";
import { appImage, authority, databaseImage, WORK } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";
import { APP_KEY, APP_TMPFS } from "./sandbox/stack";

const REGION = "ap-northeast-1";
const FOLDER = join(WORK, "data-plane");
const DATA = join(FOLDER, "database");
const RESTORED = "api-restored-20261127093000";
const REPLACED = "api-replaced-20261127093100";

/** Runs a statement as the application connects, by the address of the database and over TLS, and prints its first value. */
const QUERY = `
  $options = [PDO::MYSQL_ATTR_SSL_CA => getenv("MYSQL_ATTR_SSL_CA")];
  $pdo = new PDO("mysql:host=".getenv("DB_HOST").";dbname=shop", "owner", getenv("DB_PASSWORD"), $options);
  $cipher = $pdo->query("SHOW STATUS LIKE 'Ssl_cipher'")->fetchColumn(1);
  if (!$cipher) exit(1);
  echo $pdo->query($argv[1])->fetchColumn();`;

describeImages("Beside the containers of the embedded AWS", () => {
  useContainers();
  let clients: ReturnType<typeof clientsOf>;
  let rds: RDSClient;
  let database: Databases;
  let endpoints: Endpoints;
  let names: Record<string, string>;
  const at = { address: NETWORK.hostAddress, copyAddresses: NETWORK.copyAddresses };

  const startDatabase = async () => {
    const network = new ContainerNetwork({ name: "database", subnet: "198.18.9" });
    const runtime = new Namespaces(network, join(FOLDER, "run"));
    await runtime.up();
    database = new Databases({
      endpoint: clients.endpoint,
      region: REGION,
      pace: 0.1,
      runtime,
      authority: authority(),
      image: () => ({ ...databaseImage(), reference: "database", digest: "" }),
      folder: DATA,
    });
    await database.start();
    return () => database.stop().then(() => runtime.down());
  };
  let stopDatabase: () => Promise<void>;

  beforeAll(async () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const { endpoint } = await startAws({ folder: FOLDER, pythonFolder: LOCAL, forTests: true, pace: 0.1 });
    clients = clientsOf(endpoint, REGION);
    rds = new RDSClient(clients);
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: "api",
        DBInstanceClass: "db.t4g.micro",
        Engine: "mysql",
        AllocatedStorage: 20,
        DBName: "shop",
        MasterUsername: "owner",
        MasterUserPassword: "it's-not-a-secret",
      }),
    );
    stopDatabase = await startDatabase();
    endpoints = new Endpoints({
      authority: authority(),
      region: REGION,
      endpoint,
      database: () => database.endpoint,
      copies: () => database.copies,
    });
    await until("the database is there", () => database.endpoint);
    await endpoints.listen(at);
    names = await endpoints.names(at);
  });

  afterAll(async () => {
    endpoints.close();
    await stopDatabase();
    rds.destroy();
    await stopAws(FOLDER);
    rmSync(FOLDER, { recursive: true });
  });

  const artisan = (name: string, password: string, ...command: string[]): Container =>
    app(name, password, ["artisan", ...command]);

  const app = (
    name: string,
    password: string,
    command: string[],
    more: { environment?: Record<string, string>; links?: Record<string, string> } = {},
  ): Container =>
    new Container({
      name,
      image: appImage(),
      command,
      tmpfs: APP_TMPFS,
      links: { ...names, ...more.links },
      files: endpoints.files,
      environment: {
        APP_KEY,
        APP_ENV: "production",
        DB_HOST: database.endpoint?.name ?? "",
        DB_DATABASE: "shop",
        DB_USERNAME: "owner",
        DB_PASSWORD: password,
        QUEUE_CONNECTION: "sqs",
        SQS_PREFIX: `https://sqs.${REGION}.amazonaws.com/123456789012`,
        SQS_QUEUE: "jobs",
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: "embedded",
        AWS_SECRET_ACCESS_KEY: "embedded",
        ...more.environment,
      },
    });

  const succeeds = async (container: Container) => {
    const code = await container.wait();
    if (code !== 0) throw new Error(container.stdout + container.stderr);
  };

  it("the database has the name, the user and the password of the RDS instance, by its name and TLS", async () => {
    await succeeds(artisan("migrate", "it's-not-a-secret", "migrate", "--force"));
  });

  it("the database gets a changed password while it runs", async () => {
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: "api",
        MasterUserPassword: "another-secret",
        ApplyImmediately: true,
      }),
    );

    await until("the new password is valid", async () => {
      await succeeds(artisan("changed", "another-secret", "migrate:status"));
      return true;
    });
  });

  it("the database keeps its data over a restart", async () => {
    await stopDatabase();
    stopDatabase = await startDatabase();
    await until("the database is there again", () => database.endpoint);

    const status = artisan("status", "another-secret", "migrate:status");
    await succeeds(status);
    expect(status.stdout).toMatch(/create_tables.*Ran/);
  });

  it("AWS is reached by the names of its endpoints, over TLS", async () => {
    const sqs = new SQSClient(clients);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));

    await succeeds(artisan("dispatch", "another-secret", "fixture:dispatch", "hello"));

    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: "1" });
    sqs.destroy();
  });

  it("a table that was dropped is back after a restore and a swap, by the same address, over TLS, with the same password", async () => {
    const host = database.endpoint?.name;
    const value = async (statement: string) => {
      const client = app("query", "another-secret", ["php", "-r", QUERY, "--", statement]);
      await succeeds(client);
      return client.stdout;
    };
    const settled = (name: string) =>
      until(`${name} is available`, async () => {
        const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
        const found = DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name);
        return found?.DBInstanceStatus === "available" && database.endpointOf(name) ? true : undefined;
      });
    const rename = async (from: string, to: string) => {
      await rds.send(
        new ModifyDBInstanceCommand({
          DBInstanceIdentifier: from,
          NewDBInstanceIdentifier: to,
          ApplyImmediately: true,
        }),
      );
      await settled(to);
    };

    /** What the drill's program prints about a database. */
    const checked = async (address: string): Promise<object> => {
      const client = app("check", "another-secret", ["php", "-r", CHECK], {
        environment: { CHECKED_HOST: address, CHECKED_PORT: "3306" },
        links: await endpoints.names(at),
      });
      await succeeds(client);
      return JSON.parse(client.stdout.replace("database-check ", "")) as object;
    };

    expect(await value("SELECT COUNT(*) FROM items")).toBe("50");
    await value("INSERT INTO items (name) VALUES ('friday') RETURNING name");
    await sleep(1_500);
    const before = new Date();
    await sleep(1_500);
    await succeeds(artisan("wipe", "another-secret", "db:wipe", "--force"));
    await expect(value("SELECT COUNT(*) FROM items")).rejects.toThrow(/items' doesn't exist/);

    await rds.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: "api",
        TargetDBInstanceIdentifier: RESTORED,
        RestoreTime: before,
      }),
    );
    await settled(RESTORED);
    expect(database.endpointOf(RESTORED)?.target).not.toEqual(database.endpoint?.target);
    // Its rows could be read, and the present database has no table.
    expect(await checked(database.endpointOf(RESTORED)!.name)).toMatchObject({
      failed: "present",
      reason: expect.stringMatching(/migrations' doesn't exist/) as string,
    });

    await rename("api", REPLACED);
    expect(database.endpoint).toBeUndefined();
    await rename(RESTORED, "api");
    expect(database.endpoint?.name).toBe(host);
    expect(await value("SELECT COUNT(*) FROM items WHERE name = 'friday' OR id <= 50")).toBe("51");
    const read = await checked(host ?? "");
    expect(judged("api", JSON.stringify(read)).rows).toMatchObject({ items: 51 });

    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: REPLACED, SkipFinalSnapshot: true }));
    await until("the data of the old one is deleted", () => readdirSync(DATA).length === 1);
    expect(await value("SELECT COUNT(*) FROM items")).toBe("51");
  });

  it("tables are dumped, imported and copied by the programs of MySQL, and changed before they are visible", async () => {
    const { target } = database.endpoint!;
    await expectTransfers(
      { ...target, username: "owner", password: "another-secret", databaseName: "shop" },
      FOLDER,
    );
  });

  it("a replication group is a Valkey with its parameters, by its address, as far as its security group allows", async () => {
    const environment = { endpoint: clients.endpoint, pace: 0.1, authority: authority() };
    await expectValkeyToFollow(new ElastiCache(clients), new EC2Client(clients), environment);
  });

  it("the data of an RDS instance is deleted with it", async () => {
    expect(readdirSync(DATA)).toHaveLength(1);
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "api", SkipFinalSnapshot: true }));

    await until("the data is deleted", () => existsSync(DATA) && readdirSync(DATA).length === 0);
    expect(database.endpoint).toBeUndefined();
  });
});
