import { mistakeIn, resolve } from "../change";

const mail = { name: "mail", queues: ["emails"] };
const emails = { queues: { emails: {} }, "hosts.instanceType": "t3.medium" };

describe("more workers", () => {
  it("process the queues that they name", () => {
    expect(resolve({ ...emails, workers: [mail] })).toBe("accepted");
    expect(
      resolve({ ...emails, "worker.runs": "none", workers: [mail, { name: "rest", queues: ["default"] }] }),
    ).toBe("accepted");
  });

  it("leave no queue out, also not the default one", () => {
    expect(mistakeIn({ ...emails, "worker.runs": "none", workers: [mail] })).toMatchInlineSnapshot(`
      "queue
        got      a queue that no worker processes
        allowed  queues in workers[0].queues: their jobs would wait for ever
        fix      Add "default" to workers[0].queues."
    `);
  });

  it("differ in their names, and name the queues", () => {
    expect(resolve({ ...emails, workers: [mail, { name: "mail", queues: ["email"] }] }))
      .toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: workers[1].name
        got      "mail"
        allowed  each name once
        fix      Rename it, or give the first more queues.

      test: workers[1].queues[0]
        got      "email"
        allowed  default, emails
        fix      Did you mean emails?"
    `);
    expect(resolve({ workers: [{ name: "mail" }] })).toContain("workers[0].queues");
  });

  it("follow the rules of the worker", () => {
    const slow = {
      ...mail,
      timeoutSeconds: 700,
      stopTimeoutSeconds: 650,
      runs: "sidecar",
      desiredCount: 2,
      scaling: { maximum: 1 + 1, waitSeconds: 60 },
    };
    expect(resolve({ ...emails, workers: [slow] })).toMatchInlineSnapshot(`
      "6 mistakes in environments/; nothing was done.

      test: queues.emails.visibilityTimeoutSeconds
        got      120, but a job may run for 700 s
        allowed  730 or more: a job that becomes visible while it runs is processed twice
        fix      Raise it to 730, or lower workers[0].timeoutSeconds.

      test: workers[0].stopTimeoutSeconds
        got      650, but a job may run for 700 s
        allowed  workers[0].timeoutSeconds or more: otherwise a deployment kills the job in progress
        fix      Raise it to 700, or lower workers[0].timeoutSeconds.

      test: workers[0].stopTimeoutSeconds
        got      650
        allowed  at most 600 while workers[0].runs is "sidecar": every old web task waits that long in a deployment
        fix      Lower it and workers[0].timeoutSeconds, or set workers[0].runs to "service".

      test: workers[0].desiredCount
        got      2
        allowed  1 while workers[0].runs is "sidecar"
        fix      Remove it, or set workers[0].runs to "service".

      test: workers[0].scaling.maximum
        got      2
        allowed  more than workers[0].desiredCount, the minimum, which is 2
        fix      Set it to 3 or more, or remove workers[0].scaling.

      test: workers[0].scaling
        got      an object with maximum, waitSeconds
        allowed  nothing while workers[0].runs is "sidecar": there are as many workers as web tasks
        fix      Remove it, or set workers[0].runs to "service"."
    `);
    expect(
      resolve({ ...emails, workers: [{ ...mail, scaling: { maximum: 3, waitSeconds: 60 } }] }),
    ).toContain("test: workers[0].scaling.waitSeconds");
    expect(resolve({ ...emails, workers: [{ ...mail, memoryMiB: 64 }] })).toContain(
      "test: workers[0].memoryMiB",
    );
  });

  it("fit on the hosts with the other tasks", () => {
    const large = { ...mail, memoryMiB: 1_700 };
    expect(resolve({ ...emails, workers: [large] })).toContain(
      "2 worker_mail tasks (1 running, 1 starting) of 1700 MiB = 3400 MiB",
    );
    expect(resolve({ ...emails, workers: [{ ...large, runs: "sidecar" }] })).toContain(
      "+ worker_mail 1700 MiB",
    );
  });

  it("fit on the hosts also when they have scaled out", () => {
    expect(resolve({ ...emails, workers: [{ ...mail, scaling: { maximum: 50 } }] })).toMatch(
      /hosts\.maximum[^]*One of these:\n[^]*workers\[0\]\.scaling\.maximum: \d+ or less/,
    );
  });

  it("are as many as the containers of a task", () => {
    const workers = Array.from({ length: 8 }, (_, index) => ({ ...mail, name: `mail${index}` }));
    expect(resolve({ ...emails, workers })).toContain("test: workers");
  });
});
