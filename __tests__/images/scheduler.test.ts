import { setTimeout as sleep } from "node:timers/promises";
import { until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

const ticksOf = (log: string): string[] => [...log.matchAll(/tick of (\d\d:\d\d)/g)].map(([, minute]) => minute ?? "");

describeImages("The scheduler", () => {
  useContainers();
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
  });

  it("ticks once a minute, never twice, and finishes the run in hand when it is stopped", async () => {
    const scheduler = stack.app("scheduler", { command: ["scheduler"], environment: { TICK_SECONDS: "4" } });
    await until("the third tick", () => ticksOf(scheduler.stdout).length === 3, 190);

    const { code, seconds } = await scheduler.stop();

    const ticks = ticksOf(scheduler.stdout);
    expect(new Set(ticks).size).toBe(3);
    expect(scheduler.stdout.match(/tick finished/g)).toHaveLength(3);
    expect(scheduler.stdout).toContain("scheduler: stopping after the runs in hand");
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(8);
  });

  it("frees a mutex that a killed predecessor left", async () => {
    const killed = stack.app("killed", { command: ["scheduler"], environment: { TICK_SECONDS: "60" } });
    await until("the run is in hand", () => ticksOf(killed.stdout).length === 1, 75);
    await killed.stop(0);

    const successor = stack.app("successor", { command: ["scheduler"] });
    await until("the schedule runs again", () => ticksOf(successor.stdout).length === 1, 75);
    await sleep(0);
    expect((await successor.stop()).code).toBe(0);
  });

  it("stops at once while nothing runs", async () => {
    const idle = stack.app("idle", { command: ["scheduler"] });
    await until("it has started", () => idle.stdout.includes("INFO"));
    await sleep(1000);

    expect((await idle.stop()).seconds).toBeLessThan(3);
  });
});
