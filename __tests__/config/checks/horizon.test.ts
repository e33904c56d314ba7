import { mistakeIn, resolve } from "../change";

const horizon = (more: object = {}) => ({
  cache: { kind: "valkey", multiAz: true },
  worker: { runs: "horizon", memoryMiB: 320 },
  "hosts.instanceType": "t3.medium",
  ...more,
});

describe("Laravel Horizon", () => {
  it("is accepted with a Valkey", () => {
    expect(resolve(horizon())).toBe("accepted");
    expect(resolve(horizon({ "worker.desiredCount": 2, "hosts.maximum": 2 }))).toBe("accepted");
  });

  it("has no place for its jobs without one", () => {
    expect(mistakeIn(horizon({ cache: { kind: "database" } }))).toMatchInlineSnapshot(`
      "worker.runs
        got      "horizon"
        allowed  horizon with cache: { kind: "valkey" }, which keeps its jobs
        fix      Write cache: { kind: "valkey" }, or set worker.runs to "service"."
    `);
  });

  it("has the queues and the numbers of workers in its own file", () => {
    expect(
      resolve(
        horizon({
          queues: { emails: {} },
          worker: { runs: "horizon", memoryMiB: 320, queues: ["emails", "default"], scaling: { maximum: 3 } },
        }),
      ),
    ).toMatchInlineSnapshot(`
      "3 mistakes in environments/; nothing was done.

      test: queues
        got      an object with emails
        allowed  nothing while worker.runs is "horizon": config/horizon.php names the queues and their workers
        fix      Remove it, or set worker.runs to "service".

      test: worker.queues
        got      ["emails", "default"]
        allowed  nothing while worker.runs is "horizon": config/horizon.php names the queues and their workers
        fix      Remove it, or set worker.runs to "service".

      test: worker.scaling
        got      an object with maximum, waitSeconds
        allowed  nothing while worker.runs is "horizon": config/horizon.php names the queues and their workers
        fix      Remove it, or set worker.runs to "service"."
    `);
  });

  it("needs memory for its processes", () => {
    expect(mistakeIn(horizon({ worker: { runs: "horizon" } }))).toMatchInlineSnapshot(`
      "worker.memoryMiB
        got      160
        allowed  320 or more while worker.runs is "horizon": it starts several processes in its container
        fix      Set it to 320, or more for more than two workers (config/horizon.php)."
    `);
  });

  it("has the same rule for the time of a job as SQS", () => {
    expect(
      resolve(
        horizon({
          worker: { runs: "horizon", memoryMiB: 320, timeoutSeconds: 110, stopTimeoutSeconds: 110 },
        }),
      ),
    ).toContain("queue.visibilityTimeoutSeconds");
  });
});
