import { until, useContainers } from "./sandbox/container";
import { ProcessWatch } from "./sandbox/process-watch";
import { describeImages } from "./sandbox/requirements";
import { APP_KEY, Stack } from "./sandbox/stack";

const APPLICATION_PASSWORD = "not-a-secret-of-the-application";
const API_TOKEN = "not-a-secret-of-another-api";

describeImages("The list of processes", () => {
  useContainers();
  let stack: Stack;
  let watch: ProcessWatch;

  const application = { DB_USERNAME: "application", DB_PASSWORD: APPLICATION_PASSWORD };
  const secrets = { API_TOKEN };

  beforeAll(async () => {
    stack = await Stack.start();
    const { DB_PASSWORD = "" } = stack.environment;
    watch = await ProcessWatch.start([APP_KEY, DB_PASSWORD, APPLICATION_PASSWORD, API_TOKEN]);
  });

  afterAll(() => watch.stop());

  const run = async (name: string, command: string[], environment: Record<string, string> = {}) => {
    const container = stack.app(name, { command, environment: { ...secrets, ...environment } });
    await container.wait();
    return container.stdout + container.stderr;
  };

  it("has no secret of a migration, which creates the application's user", async () => {
    const output = await run("migrate", ["migrate"], {
      DB_APPLICATION_USERNAME: "application",
      DB_APPLICATION_PASSWORD: APPLICATION_PASSWORD,
    });

    expect(output).toContain('the application connects as "application"');
    expect(watch.found).toEqual([]);
  });

  it("has no secret of the workloads, while they start, run, are checked and stop", async () => {
    const environment = { ...secrets, ...application };
    const web = await stack.web("web", { environment });
    const worker = stack.app("worker", {
      command: ["artisan", "queue:work", "--sleep=1"],
      environment: { ...environment, RUN_AT_LEAST_SECONDS: "1" },
    });
    const scheduler = stack.app("scheduler", { command: ["scheduler"], environment });
    const commands = run("commands", ["artisan", "migrate:status"], application);
    const tick = run("tick", ["tick"], application);

    await web.get("/items");
    expect(web.app.exec("healthcheck").code).toBe(0);
    expect(web.nginx.exec("healthcheck").code).toBe(0);
    await until("the worker runs", () => worker.exec("is-running", "worker").code === 0);
    await until("the scheduler runs", () => scheduler.exec("is-running", "scheduler").code === 0);
    expect(await tick).toContain("scheduler: ran the schedule");
    await commands;
    await Promise.all([web.nginx, web.app, worker, scheduler].map((each) => each.stop()));

    expect(watch.found).toEqual([]);
  });

  it("has no secret of a container that is refused", async () => {
    const output = await run("refused", ["php-fpm"], { DB_PASSWORD: "not-a-secret-but-wrong" });

    expect(output).toContain("Access denied");
    expect(watch.found).toEqual([]);
  });

  it("would show a secret in the arguments of a command for a moment", async () => {
    await run("shows", ["sh", "-c", "sleep 0.05; true", API_TOKEN]);

    await until("it is found", () => watch.found.some((line) => line.includes(API_TOKEN)), 5);
  });
});
