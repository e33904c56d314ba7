import { queueConnection } from "../../../../../ops/commands/doctor/application/queue-connection";
import { check, LARAVEL_12 } from "./laravel";

describe("the queue connection", () => {
  it("is SQS", async () => {
    expect(await check(queueConnection)).toMatchObject({ result: "passed" });
    expect(await check(queueConnection, { ...LARAVEL_12, "config/queue.php": null })).toMatchObject({
      result: "passed",
    });
  });

  it("is refused where it does not read what is set", async () => {
    const files = {
      ...LARAVEL_12,
      "config/queue.php":
        "<?php return ['default' => 'redis', 'connections' => ['sqs' => ['queue' => env('SQS_QUEUE')]]];",
    };
    expect((await check(queueConnection, files)).text).toMatchInlineSnapshot(`
           "../api: config/queue.php
             got      nothing that reads QUEUE_CONNECTION
             allowed  QUEUE_CONNECTION, which is set for you
             fix      Write: 'default' => env('QUEUE_CONNECTION', 'database'),
           ../api: config/queue.php
             got      nothing that reads SQS_PREFIX
             allowed  SQS_PREFIX, which is set for you
             fix      Write: 'prefix' => env('SQS_PREFIX'), // in the connection sqs"
        `);
  });
});
