import { until, useContainers } from "./sandbox/container";
import { ACCESS_KEY_ID, Aws } from "./sandbox/aws";
import { Definitions } from "./sandbox/definition";
import type { DefinedContainer } from "./sandbox/definition";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";
import { synthesize } from "../helpers/stacks";
import { SCHEDULER_RAN_LINE } from "../../constructs/containers/scheduler";

/** Valid values in an environment file with a special meaning in a shell or Terraform. */
const SETTING = `it's "quoted" $HOME %{x} = 日本語#1`;

const SQS_PREFIX = "https://sqs.ap-northeast-1.amazonaws.com/123456789012";
const QUEUE = "api-production-jobs";
const MAX_RECEIVE_COUNT = 5;

/**
 * The images with exactly the command, environment, settings file, secrets, user, mounts, memory and stop timeout of the
 * synthesized task definitions. Laravel's own SQS driver speaks to the embedded AWS, on a client of its own: Debian has no
 * AWS SDK for PHP.
 */
describeImages("The synthesized task definitions", () => {
  useContainers();
  let definitions: Definitions;
  let eventbridge: Definitions;
  let scheduler: DefinedContainer;
  let worker: DefinedContainer;
  let workerStops: Promise<number | null>;
  let aws: Aws;
  let web: string;

  beforeAll(async () => {
    const stack = await Stack.start();
    const env = { APP_NAME: "api", APP_ENV: "production", LOG_CHANNEL: "stack", HOSTILE: SETTING };
    const { service } = synthesize({ env });
    aws = await Aws.start(service);
    definitions = new Definitions(stack, service, aws);
    const { service: started } = synthesize({ env, scheduler: { runs: "eventbridge" } });
    eventbridge = new Definitions(stack, started, aws);
  });

  afterAll(async () => {
    await aws.stop();
  });

  it("migrate the database", async () => {
    const migration = definitions.start("migrate", "migrate");

    expect(await migration.container.wait()).toBe(0);
    expect(migration.output).toContain("create_tables");
    // It waits for the next full minute during the other tests.
    scheduler = definitions.start("scheduler", "scheduler");
  });

  it("answer requests through nginx, healthy by their own checks", async () => {
    const app = definitions.start("web", "app");
    await app.healthy();
    const nginx = definitions.start("web", "nginx", { app: app.container });
    await nginx.healthy();
    web = `http://${nginx.container.address}:8080`;

    const response = await fetch(`${web}/items`);

    expect(response.status).toBe(200);
    expect(await response.json()).toHaveLength(20);
  });

  it("pass a setting on unchanged", async () => {
    const response = await fetch(`${web}/environment`);

    expect(await response.json()).toEqual({ config: SETTING, getenv: SETTING });
  });

  const dispatch = (job: string) => fetch(`${web}/${job}`, { method: "POST" });
  const sent = (operation: string) => aws.requests.filter((request) => request.operation === operation);

  it("keep a job that was dispatched over HTTP in SQS, with its delay, until a worker receives it", async () => {
    expect((await dispatch("jobs/dispatched/0")).status).toBe(200);
    expect((await dispatch("jobs/delayed/0?delay=4")).status).toBe(200);

    expect(await aws.messages(QUEUE)).toEqual({ waiting: 1, delayed: 1, taken: 0 });
    const [dispatched, delayed] = sent("SendMessage");
    expect(dispatched).toMatchObject({ input: { QueueUrl: `${SQS_PREFIX}/${QUEUE}` } });
    expect(dispatched?.input).not.toHaveProperty("DelaySeconds");
    expect(delayed).toMatchObject({ input: { DelaySeconds: 4 } });
  });

  it("let the worker process jobs of SQS, and delete them there", async () => {
    worker = definitions.start("web", "worker");
    await worker.healthy();

    await worker.says("job dispatched finished");
    await worker.says("job delayed finished");

    await until("SQS is empty", async () => {
      const { waiting, delayed, taken } = await aws.messages(QUEUE);
      return waiting + delayed + taken === 0;
    });
  });

  it("let SQS count the attempts of a job that fails, and keep it in the dead-letter queue", async () => {
    await dispatch("failing-jobs/poisonous");

    await until(
      "it is in the dead-letter queue",
      async () => (await aws.messages(`${QUEUE}-failed`)).waiting === 1,
      60,
    );
    expect(worker.output.match(/RuntimeException.*job poisonous failed/g)).toHaveLength(MAX_RECEIVE_COUNT);
    expect(sent("ChangeMessageVisibility").map(({ input }) => input.VisibilityTimeout)).toEqual(
      Array<number>(MAX_RECEIVE_COUNT).fill(1),
    );
    expect(await aws.messages(QUEUE)).toEqual({ waiting: 0, delayed: 0, taken: 0 });
    // It may be in a long poll, which a signal does not interrupt. The tests of the schedule run meanwhile.
    workerStops = worker.stop();
  });

  it("use only the credentials of the task role", () => {
    expect(new Set(aws.requests.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set([ACCESS_KEY_ID]));
  });

  it("run the schedule at the full minute, and log it", async () => {
    await scheduler.healthy();

    await scheduler.says(SCHEDULER_RAN_LINE, 75);

    // Log lines take another path than printed lines, and may arrive later.
    await scheduler.says("tick of");
    expect(await scheduler.stop()).toBe(0);
    expect(await workerStops).toBe(0);
  });

  it("run the schedule once where EventBridge starts it, log it, and end", async () => {
    const tick = eventbridge.start("scheduler", "scheduler");

    expect(await tick.container.wait()).toBe(0);
    await until("its log has arrived", () => tick.output.includes(SCHEDULER_RAN_LINE));
    expect(tick.output).toContain("tick of");
    expect(tick.output).toContain("tick finished");
  });
});
