import type * as Memory from "../../../lambda/deploy-notifier/memory";

const MINUTE = 60_000;

/** The memory of a new instance of the function. */
const newMemory = async (): Promise<typeof Memory> => {
  jest.resetModules();
  return import("../../../lambda/deploy-notifier/memory");
};

describe("the memory", () => {
  it("remembers the newest thousand keys", async () => {
    const memory = await newMemory();
    memory.remember("a", "b");
    expect(memory.knows("x", "b")).toBe(true);

    for (let each = 0; each < 1_000; each += 1) memory.remember(`${each}`);
    expect(memory.knows("a", "b")).toBe(false);
  });

  it("counts a trouble, and lets it be posted once in a quarter of an hour", async () => {
    const { count, isFolded } = await newMemory();
    const first = count("oom", "1", 0);
    expect(first).toMatchObject({ count: 1, since: 0 });
    expect(isFolded(first)).toBe(false);
    first.postedAt = 0;

    expect(isFolded(count("oom", "2", MINUTE))).toBe(true);
    const third = count("oom", "3", 16 * MINUTE);
    expect(third).toMatchObject({ count: 3, since: 0 });
    expect(isFolded(third)).toBe(false);
  });

  it("does not count a retried event twice, and does not take it for posted", async () => {
    const { count, isFolded } = await newMemory();
    count("oom", "1", 0);

    const again = count("oom", "1", MINUTE);
    expect(again.count).toBe(1);
    expect(isFolded(again)).toBe(false);
  });

  it("counts a trouble as a new one after an hour without it", async () => {
    const { count, isFolded } = await newMemory();
    count("oom", "1", 0).postedAt = 0;

    const anew = count("oom", "2", 61 * MINUTE);
    expect(anew).toMatchObject({ count: 1, since: 61 * MINUTE });
    expect(isFolded(anew)).toBe(false);
  });

  it("forgets the oldest of a thousand troubles", async () => {
    const { count } = await newMemory();
    for (let each = 0; each <= 1_000; each += 1) count(`${each}`, "1", 0);

    expect(count("0", "2", MINUTE).count).toBe(1);
    expect(count("1000", "2", MINUTE).count).toBe(2);
  });
});
