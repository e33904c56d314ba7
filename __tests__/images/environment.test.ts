import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { HOSTILE, Stack } from "./sandbox/stack";

/** Scheduled commands: scheduler.test.ts. */
describeImages("A value of the environment with hostile characters", () => {
  useContainers();
  let stack: Stack;
  const environment = { HOSTILE };
  const asIs = { config: HOSTILE, getenv: HOSTILE };

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
  });

  it("reaches the web workload unchanged", async () => {
    const web = await stack.web("hostile", { environment });

    expect(await web.json("/environment")).toEqual(asIs);
  });

  it("reaches an artisan command unchanged", async () => {
    const command = stack.app("artisan", { command: ["artisan", "fixture:environment"], environment });

    expect(await command.wait()).toBe(0);
    expect(JSON.parse(command.stdout)).toEqual(asIs);
  });
});
