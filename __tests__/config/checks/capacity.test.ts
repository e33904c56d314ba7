import { largestThat, usableMemoryMiB } from "../../../config/checks/capacity";
import { RESERVED_MEMORY_MIB } from "../../../facts/host-memory";
import { mistakeIn, resolve } from "../change";

describe("capacity", () => {
  it("is below what real hosts register", () => {
    expect(usableMemoryMiB(8192)).toBeLessThan(7817 - RESERVED_MEMORY_MIB);
    expect(usableMemoryMiB(2048)).toBe(1753);
  });

  it("holds two copies of the web task and a one-off task", () => {
    expect(mistakeIn({ "hosts.instanceType": "t3.micro" })).toMatchInlineSnapshot(`
     "hosts.instanceType
       got      "t3.micro", but the tasks do not fit during a deployment:
                  2 web tasks (1 running, 1 starting) of nginx 64 + app 384 + worker 160 MiB = 1216 MiB
                  1 scheduler task of 160 MiB = 160 MiB
                  1 one-off task (a migration) of 256 MiB = 256 MiB
                  total 1632 MiB
       allowed  the capacity of t3.micro for tasks:
                  1024 MiB advertised - 116 for the kernel - 128 for the system = 780 MiB
       fix      One of these:
                  - hosts.instanceType: "t3a.small", the cheapest that fits
                  - hosts.instanceType: "t3.small", the next size of t3 that fits"
    `);
  });

  it("is exceeded by one container that is a little too large", () => {
    expect(resolve({ "web.app.memoryMiB": 444 })).toBe("accepted");
    expect(resolve({ "web.app.memoryMiB": 445 })).toContain("web.app.memoryMiB: 416 or less");
  });

  it.each([0, 31, 32, 33, 416, 65_535, 65_536, 1_000_000])("finds the largest value up to %d", (limit) => {
    const largest = (step: number) => Math.min(65_536, Math.floor(limit / step) * step);
    expect(largestThat((value) => value <= limit)).toBe(largest(32));
    expect(largestThat((value) => value <= limit, 65_536, 1)).toBe(largest(1));
  });

  it("does not count free memory that is spread over several hosts", () => {
    const alone = { "worker.runs": "none", "scheduler.runs": "none" };
    const two = { ...alone, "hosts.minimum": 2, "hosts.maximum": 3, "web.app.memoryMiB": 1000 };
    expect(resolve({ ...two, "oneOffTask.memoryMiB": 700 })).toContain("on each of 2 hosts");
    expect(
      resolve({ ...two, "web.desiredCount": 1, "web.app.memoryMiB": 800, "oneOffTask.memoryMiB": 800 }),
    ).toBe("accepted");
  });

  it("is never suggested with a smaller type or another architecture", () => {
    const text = resolve({ "hosts.instanceType": "t4g.micro" });
    expect(text).toContain('"t4g.small"');
    expect(text).not.toContain("t3");
  });
});
