import { resolve } from "../change";

describe("the queue and its worker", () => {
  it("never process a job twice or kill it early", () => {
    expect(resolve({ "worker.timeoutSeconds": 100 })).toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was done.

     test: queue.visibilityTimeoutSeconds
       got      120, but a job may run for 100 s
       allowed  130 or more: a job that becomes visible while it runs is processed twice
       fix      Raise it to 130, or lower worker.timeoutSeconds.

     test: worker.stopTimeoutSeconds
       got      90, but a job may run for 100 s
       allowed  worker.timeoutSeconds or more: otherwise a deployment kills the job in progress
       fix      Raise it to 100, or lower worker.timeoutSeconds."
    `);
  });

  it("do not make every deployment wait for a long job, unless the worker is a service", () => {
    const long = {
      "worker.timeoutSeconds": 3_600,
      "worker.stopTimeoutSeconds": 3_600,
      "queue.visibilityTimeoutSeconds": 7_200,
    };
    expect(resolve(long)).toContain('at most 600 while worker.runs is "sidecar"');
    expect(resolve({ ...long, "worker.runs": "service" })).toBe("accepted");
  });

  it("have a count only where it has an effect", () => {
    expect(resolve({ "worker.desiredCount": 2 })).toContain('1 while worker.runs is "sidecar"');
    expect(resolve({ "worker.runs": "none", "worker.timeoutSeconds": 4000 })).toBe("accepted");
  });
});
