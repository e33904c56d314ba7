import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientsOf } from "../../local/account";
import { startAws, stopAws } from "../../local/aws";
import { Namespaces } from "../../local/containers/namespaces";
import { ContainerNetwork } from "../../local/containers/network";
import { Database } from "../../local/data-plane/database";
import { Endpoints } from "../../local/data-plane/endpoints";
import { LOCAL } from "../../local/project";
import { Container, NETWORK, until, useContainers } from "./sandbox/container";
import { appImage, authority, databaseImage, WORK } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";
import { APP_KEY, APP_TMPFS } from "./sandbox/stack";

const REGION = "ap-northeast-1";
const FOLDER = join(WORK, "data-plane");
const DATA = join(FOLDER, "database");

describeImages("Beside the containers of the embedded AWS", () => {
  useContainers();
  let clients: ReturnType<typeof clientsOf>;
  let rds: RDSClient;
  let database: Database;
  let endpoints: Endpoints;
  let names: Record<string, string>;

  const startDatabase = async () => {
    const network = new ContainerNetwork({ name: "database", subnet: "198.18.9" });
    const runtime = new Namespaces(network, join(FOLDER, "run"));
    await runtime.up();
    database = new Database({
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
    const { endpoint } = await startAws({ folder: FOLDER, pythonFolder: LOCAL, forTests: true });
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
    });
    await until("the database is there", () => database.endpoint);
    await endpoints.listen(NETWORK.hostAddress);
    names = await endpoints.names(NETWORK.hostAddress);
  });

  afterAll(async () => {
    endpoints.close();
    await stopDatabase();
    rds.destroy();
    await stopAws(FOLDER);
    rmSync(FOLDER, { recursive: true });
  });

  const artisan = (name: string, password: string, ...command: string[]): Container =>
    new Container({
      name,
      image: appImage(),
      command: ["artisan", ...command],
      tmpfs: APP_TMPFS,
      links: names,
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

  it("the data of an RDS instance is deleted with it", async () => {
    expect(readdirSync(DATA)).toHaveLength(1);
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "api", SkipFinalSnapshot: true }));

    await until("the data is deleted", () => existsSync(DATA) && readdirSync(DATA).length === 0);
    expect(database.endpoint).toBeUndefined();
  });
});
