import { Memory } from "../../../lambda/deploy-notifier/memory";

const MINUTE = 60_000;

describe("the memory", () => {
  it("knows what it was told, the newest thousand", () => {
    const memory = new Memory();
    memory.remember("a", "b");
    expect(memory.knows("x", "b")).toBe(true);

    for (let each = 0; each < 1_000; each += 1) memory.remember(`${each}`);
    expect(memory.knows("a", "b")).toBe(false);
  });

  it("counts a trouble, and lets it be told once in a quarter of an hour", () => {
    const memory = new Memory();
    expect(memory.repeats("oom", "1", 0)).toEqual({ count: 1, since: new Date(0) });
    memory.toldOf("oom", 0);

    expect(memory.repeats("oom", "2", MINUTE)).toBeUndefined();
    expect(memory.repeats("oom", "3", 16 * MINUTE)).toEqual({ count: 3, since: new Date(0) });
  });

  it("does not count an event twice that Lambda tries again, nor takes it for told", () => {
    const memory = new Memory();
    memory.repeats("oom", "1", 0);

    expect(memory.repeats("oom", "1", MINUTE)).toEqual({ count: 1, since: new Date(0) });
  });

  it("takes a trouble for a new one after an hour without it", () => {
    const memory = new Memory();
    memory.repeats("oom", "1", 0);
    memory.toldOf("oom", 0);

    expect(memory.repeats("oom", "2", 61 * MINUTE)).toEqual({ count: 1, since: new Date(61 * MINUTE) });
  });

  it("forgets the oldest of a thousand troubles, and that is no trouble", () => {
    const memory = new Memory();
    for (let each = 0; each <= 1_000; each += 1) memory.repeats(`${each}`, "1", 0);
    memory.toldOf("0", 0);

    expect(memory.repeats("0", "2", MINUTE)?.count).toBe(1);
  });
});
