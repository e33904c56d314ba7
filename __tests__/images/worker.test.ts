import { until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";
import { expectValkeyToServe } from "./valkey";

describeImages("A queue worker", () => {
  useContainers();
  let stack: Stack;
  let web: WebTask;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    web = await stack.web("web");
  });

  const queue = (job: string, seconds: number): Promise<Response> =>
    fetch(`${web.origin}/jobs/${job}/${seconds}`, { method: "POST" });

  it("finishes the job in progress when its container is stopped, and leaves the next one", async () => {
    const worker = stack.app("worker", {
      command: ["artisan", "queue:work", "--sleep=1"],
      // As in a sidecar: it must not delay the stop.
      environment: { RUN_AT_LEAST_SECONDS: "60" },
    });
    await queue("first", 4);
    await queue("second", 0);
    await until("the first job is in flight", () => worker.stdout.includes("job first started"));

    const { code, seconds } = await worker.stop();

    expect(worker.stdout).toContain("job first finished");
    expect(worker.stdout).not.toContain("job second started");
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(10);

    const successor = stack.app("successor", { command: ["artisan", "queue:work", "--sleep=1"] });
    await until("the successor takes the next job", () => successor.stdout.includes("job second finished"));
    expect(successor.stdout).not.toContain("job first");
    expect((await successor.stop()).code).toBe(0);
  });

  it("that ends at once does not end its container before ECS would restart it", async () => {
    const start = Date.now();
    const worker = stack.app("short-lived", {
      command: ["artisan", "no-such-command"],
      environment: { RUN_AT_LEAST_SECONDS: "8" },
    });

    expect(await worker.wait()).toBe(1);
    expect((Date.now() - start) / 1000).toBeGreaterThan(8);
    expect(worker.stderr).toContain("at-least: ended with status 1");
  });

  it("has its queue in Valkey over TLS too, beside the cache and the sessions, and Horizon stops as a worker does", async () => {
    await expectValkeyToServe(stack);
  });
});
