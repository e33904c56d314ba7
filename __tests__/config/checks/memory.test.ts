import { resolve } from "../change";

describe("the memory of a container", () => {
  it("holds one worker of php-fpm", () => {
    expect(resolve({ "web.app.memoryMiB": 191 })).toMatchInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      test: web.app.memoryMiB
        got      191
        allowed  192 or more: 128 that php-fpm shares, 16 for its health checks, and 48 for each of its workers
        fix      Raise it to 192 or more."
    `);
    expect(resolve({ "web.app.memoryMiB": 192 })).toBe("accepted");
    expect(resolve({ "web.app.memoryMiB": 200, "env.FPM_CHILD_MIB": "96" })).toContain("240 or more");
  });

  it("is not less than PHP's own limit where one command runs", () => {
    const message = resolve({
      "worker.memoryMiB": 127,
      "scheduler.memoryMiB": 32,
      "oneOffTask.memoryMiB": 64,
    });
    expect(message).toContain("3 mistakes");
    expect(message).toContain(
      "allowed  128 or more, PHP's memory_limit: with less the kernel kills the container before PHP can log an error",
    );
    expect(resolve({ "worker.memoryMiB": 32, "worker.runs": "none" })).toBe("accepted");
  });
});
