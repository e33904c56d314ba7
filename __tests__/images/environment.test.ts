import { until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

/** What broke `declare -p > /container.env` and cron. */
const HOSTILE = `two  spaces, 'single' "double" \`tick\` $HOME \${PATH} $(id) \\ # ; & | < > % = 日本語\nsecond line\n`;

interface Seen {
  config: string;
  getenv: string;
}

describeImages("A value of the environment with hostile characters", () => {
  useContainers();
  let stack: Stack;
  const environment = { HOSTILE };
  const asIs = { config: HOSTILE, getenv: HOSTILE };

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
  });

  it("reaches the web role as it is", async () => {
    const web = await stack.web("hostile", { environment });

    expect(await web.json<Seen>("/environment")).toEqual(asIs);
  });

  it("reaches an artisan command as it is", async () => {
    const command = stack.app("artisan", { command: ["artisan", "fixture:environment"], environment });

    expect(await command.wait()).toBe(0);
    expect(JSON.parse(command.stdout)).toEqual(asIs);
  });

  it("reaches a scheduled command as it is, whose output is in the container's log", async () => {
    const scheduler = stack.app("scheduler", { command: ["scheduler"], environment });
    await until("the scheduled command printed", () => scheduler.stdout.includes("tick printed"), 75);

    const printed = /^tick printed (.*)$/m.exec(scheduler.stdout)?.[1] ?? "";
    expect(JSON.parse(printed)).toEqual(asIs);
    expect(scheduler.stdout).toContain("production.INFO: tick of");
  });
});
