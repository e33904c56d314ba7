import { resolve } from "../change";

describe("the queue and its worker", () => {
  it("never run a job twice, kill it early or take it away", () => {
    expect(resolve({ "worker.timeoutSeconds": 100, "worker.tries": 9, "queue.maxReceiveCount": 5 }))
      .toMatchInlineSnapshot(`
     "3 mistakes in environments/; nothing was synthesized.

     test: queue.visibilityTimeoutSeconds
       got      120, while a job may run for 100 s
       allowed  130 or more: a job that becomes visible while it runs is run twice
       fix      Raise it to 130, or lower worker.timeoutSeconds.

     test: worker.stopTimeoutSeconds
       got      90, while a job may run for 100 s
       allowed  worker.timeoutSeconds or more: a deploy would kill the job in hand
       fix      Raise it to 100, or lower worker.timeoutSeconds.

     test: queue.maxReceiveCount
       got      5, while worker.tries is 9
       allowed  worker.tries or more: SQS would take the job away before Laravel has given up
       fix      Raise it to 9."
    `);
  });

  it("are counted only where they count", () => {
    expect(resolve({ "worker.desiredCount": 2 })).toContain('1 where worker.runs is "sidecar"');
    expect(resolve({ "worker.runs": "none", "worker.timeoutSeconds": 4000 })).toBe("accepted");
  });
});
