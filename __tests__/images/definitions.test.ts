import { until, useContainers } from "./sandbox/container";
import { Definitions } from "./sandbox/definition";
import type { DefinedContainer } from "./sandbox/definition";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";
import { synthesize } from "../helpers/stacks";
import { RAN } from "../../constructs/scheduler";

/** What a line of the environment file can carry, and a shell or Terraform would take for something else. */
const SETTING = `it's "quoted" $HOME %{x} = 日本語#1`;

/**
 * The images with exactly the command, environment, settings file, secrets, user, mounts, memory and stop timeout of the
 * synthesized task definitions. One thing differs: the AWS SDK for PHP is not at hand, so the connection that is called
 * `sqs` keeps its jobs in the database.
 */
describeImages("The synthesized task definitions", () => {
  useContainers();
  let definitions: Definitions;
  let eventbridge: Definitions;
  let scheduler: DefinedContainer;
  let web: string;

  beforeAll(async () => {
    const stack = await Stack.start();
    const env = { APP_NAME: "api", APP_ENV: "production", LOG_CHANNEL: "stack", HOSTILE: SETTING };
    definitions = new Definitions(stack, synthesize({ env }).service);
    eventbridge = new Definitions(stack, synthesize({ env, scheduler: { runs: "eventbridge" } }).service);
  });

  it("migrate the database", async () => {
    const migration = definitions.start("migrate", "migrate");

    expect(await migration.container.wait()).toBe(0);
    expect(migration.output).toContain("create_tables");
    // It waits for the next full minute while the others are looked at.
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

  it("hand over a setting as it was written", async () => {
    const response = await fetch(`${web}/environment`);

    expect(await response.json()).toEqual({ config: SETTING, getenv: SETTING });
  });

  it("let the worker do a job that the web container dispatched (its queue kept in the database)", async () => {
    const worker = definitions.start("web", "worker");
    await worker.healthy();

    await fetch(`${web}/jobs/dispatched/0`, { method: "POST" });

    await worker.says("job dispatched finished");
    expect(await worker.stop()).toBe(0);
  });

  it("run the schedule at the full minute, and say so", async () => {
    await scheduler.healthy();

    await scheduler.says(RAN, 75);

    // What is logged takes another way than what is printed, and may arrive later.
    await scheduler.says("tick of");
    expect(await scheduler.stop()).toBe(0);
  });

  it("run the schedule once where EventBridge starts it, say so, and end", async () => {
    const tick = eventbridge.start("scheduler", "scheduler");

    expect(await tick.container.wait()).toBe(0);
    await until("its log has arrived", () => tick.output.includes(RAN));
    expect(tick.output).toContain("tick of");
    expect(tick.output).toContain("tick finished");
  });
});
