import { setTimeout as sleep } from "node:timers/promises";
import { pause } from "../../ops/cli/pace";
import "../ops/played/credentials";
import { slept } from "./no-waiting";

describe("the time that a test file may sleep", () => {
  const counted = async (wait: () => Promise<unknown>) => {
    const before = slept();
    await wait();
    return slept() - before;
  };
  const { signal } = new AbortController();

  it("is counted by the delays, of which ops has a thousandth", async () => {
    expect(await counted(() => sleep(20))).toBe(20);
    expect(await counted(() => pause(20, signal))).toBe(20);
  });

  it("does not count a wait that was cut short", async () => {
    const aborted = sleep(1_000, undefined, { signal: AbortSignal.abort() });
    expect(await counted(() => aborted.catch(() => undefined))).toBe(0);
  });
});
