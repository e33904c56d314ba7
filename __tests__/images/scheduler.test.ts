import { setTimeout as sleep } from "node:timers/promises";
import { type Container, until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { HOSTILE, Stack } from "./sandbox/stack";

const ticksOf = ({ stdout }: Container): string[] =>
  [...stdout.matchAll(/tick of (\d\d:\d\d)/g)].map(([, minute]) => minute ?? "");

describeImages("The scheduler", () => {
  useContainers();
  let stack: Stack;
  let scheduler: Container;
  let killed: Container;
  let hung: Container;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    // They wait for the same full minutes, so they start together; a cache of its own keeps the first
    // from sharing a mutex with the second.
    scheduler = stack.app("scheduler", {
      command: ["scheduler"],
      environment: { CACHE_STORE: "file", TICK_SECONDS: "4", HOSTILE },
    });
    killed = stack.app("killed", { command: ["scheduler"], environment: { TICK_SECONDS: "60" } });
    hung = stack.app("hung", { command: ["scheduler"], environment: { CACHE_STORE: "file" } });
    await until("the loop waits for the full minute", () => {
      hung.signal("SIGSTOP", "sleep ");
      return true;
    });
  });

  it("stops at once if nothing runs", async () => {
    const idle = stack.app("idle", { command: ["scheduler"], environment: { CACHE_STORE: "file" } });
    await until("it has started", () => idle.stdout.includes("No mutex files were found"));
    await sleep(1000);

    const { code, seconds } = await idle.stop();

    expect(code).toBe(0);
    expect(seconds).toBeLessThan(8);
  });

  it("frees a mutex that a killed predecessor left", async () => {
    await until("the run is in progress", () => ticksOf(killed).length === 1, 75);
    await killed.stop(0);

    const successor = stack.app("successor", { command: ["scheduler"] });
    await until("the schedule runs again", () => ticksOf(successor).length === 1, 75);
    expect((await successor.stop()).code).toBe(0);
  });

  it("passes its environment to the scheduled command unchanged, and logs its output", () => {
    const printed = /tick printed (.*)$/m.exec(scheduler.stdout)?.[1] ?? "";

    expect(JSON.parse(printed)).toEqual({ config: HOSTILE, getenv: HOSTILE });
    expect(scheduler.stdout).toContain("production.INFO: tick of");
  });

  it("is not healthy once its loop hangs, although the process exists", async () => {
    await until("the third tick", () => ticksOf(scheduler).length === 3, 190);

    expect(scheduler.exec("is-running", "scheduler")).toEqual({ code: 0, output: "" });
    expect(hung.exec("is-running", "scheduler")).toEqual({
      code: 1,
      output: expect.stringMatching(/^is-running: the scheduler was last awake \d+ s ago\.\n$/) as string,
    });
  });

  it("runs once a minute, never twice, and finishes the run in progress when it is stopped", async () => {
    await until("the third tick", () => ticksOf(scheduler).length === 3, 190);

    const { code, seconds } = await scheduler.stop();

    const ticks = ticksOf(scheduler);
    expect(new Set(ticks).size).toBe(3);
    expect(scheduler.stdout.match(/tick finished/g)).toHaveLength(3);
    expect(scheduler.stdout).toContain("scheduler: stopping after the runs in progress");
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(10);
  });
});
