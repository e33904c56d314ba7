import { resolve } from "../change";

const emails = { queues: { emails: {} } };

describe("queues with names", () => {
  it("are processed by the worker that names them", () => {
    expect(resolve({ ...emails, "worker.queues": ["emails", "default"] })).toBe("accepted");
    expect(resolve({ ...emails, "worker.runs": "none" })).toBe("accepted");
  });

  it("have a worker each, as their jobs would wait for ever", () => {
    expect(resolve({ queues: { emails: {}, reports: {} }, "worker.queues": ["emails"] }))
      .toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: queue
        got      a queue that no worker processes
        allowed  queues in worker.queues: their jobs would wait for ever
        fix      Add "default" to worker.queues.

      test: queues.reports
        got      a queue that no worker processes
        allowed  queues in worker.queues: their jobs would wait for ever
        fix      Add "reports" to worker.queues, or remove queues.reports."
    `);
  });

  it("are known to the worker, and named once", () => {
    expect(resolve({ ...emails, "worker.queues": ["email", "default", "emails", "emails", "other-one"] }))
      .toMatchInlineSnapshot(`
      "3 mistakes in environments/; nothing was done.

      test: worker.queues[0]
        got      "email"
        allowed  default, emails
        fix      Did you mean emails?

      test: worker.queues[3]
        got      "emails"
        allowed  each queue once
        fix      Remove the second.

      test: worker.queues[4]
        got      "other-one"
        allowed  default, emails
        fix      Add it to queues, as "other-one": {}, or remove it here."
    `);
  });

  it("have names that neither the default queue nor a dead-letter queue has", () => {
    expect(
      resolve({
        queues: { default: {}, "emails-failed": {} },
        "worker.queues": ["default", "emails-failed"],
      }),
    ).toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: queues.default
        got      an object with visibilityTimeoutSeconds, maxReceiveCount
        allowed  the other queues: default is the queue of jobs that name none, and queue has its settings
        fix      Move its settings to queue, and in the code leave the name out: Laravel would look for a queue of this name in SQS.

      test: queues.emails-failed
        got      a name that ends with -failed
        allowed  names without this end, which the dead-letter queues have
        fix      Rename it, here and in the code."
    `);
  });

  it("have names that SQS takes", () => {
    expect(resolve({ queues: { "e-mails.fifo": {} } })).toContain(
      "letters, digits, hyphens and underscores, as in onQueue('emails')",
    );
    expect(resolve({ queues: { ["x".repeat(41)]: {} } })).not.toBe("accepted");
  });

  it("hide a job for as long as it may run", () => {
    expect(
      resolve({
        ...emails,
        "worker.queues": ["emails", "default"],
        "queue.visibilityTimeoutSeconds": 200,
        "worker.timeoutSeconds": 91,
        "worker.stopTimeoutSeconds": 91,
      }),
    ).toContain("test: queues.emails.visibilityTimeoutSeconds\n  got      120, but a job may run for 91 s");
  });
});
