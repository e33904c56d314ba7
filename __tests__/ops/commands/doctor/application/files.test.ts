import { containers } from "../../../../../ops/commands/doctor/application/containers";
import { ignoredFiles } from "../../../../../ops/commands/doctor/application/ignored-files";
import { queueConnection } from "../../../../../ops/commands/doctor/application/queue-connection";
import { queueNames } from "../../../../../ops/commands/doctor/application/queue-names";
import { queuedJobs } from "../../../../../ops/commands/doctor/application/queued-jobs";
import { truncatedTables } from "../../../../../ops/commands/doctor/application/truncated-tables";
import { workflow } from "../../../../../ops/commands/doctor/application/workflow";
import { check, LARAVEL_12 } from "./laravel";

describe("the files of the images", () => {
  it("are advice where they are not as in this repository", async () => {
    expect(await check(containers)).toMatchObject({ result: "passed" });
    expect(await check(containers, { ...LARAVEL_12, "docker/app/extra.sh": "" })).toMatchObject({
      result: "passed",
    });
  });
});

describe(".dockerignore", () => {
  const ignoring = (text: string | null) => ({ ...LARAVEL_12, ".dockerignore": text });

  it.each(["**/.env*\n", "vendor\r\n.env\r\n"])("keeps .env out: %j", async (text) => {
    expect(await check(ignoredFiles, ignoring(text))).toMatchObject({ result: "passed" });
  });

  it("is refused without that", async () => {
    expect((await check(ignoredFiles, ignoring("vendor\n# .env\n"))).text).toMatchInlineSnapshot(`
     "../api: .dockerignore
       got      no line for .env
       allowed  a file that keeps .env, and the secrets in it, out of the image
       fix      Add the line: **/.env*"
    `);
    expect((await check(ignoredFiles, ignoring(null))).text).toMatchInlineSnapshot(`
     "../api: .dockerignore
       got      no such file
       allowed  a file that keeps .env, and the secrets in it, out of the image
       fix      Run in the Laravel repository: cp ../laravel-ecs/docker/laravel/.dockerignore ."
    `);
  });
});

describe("the workflow that deploys", () => {
  const calling = (uses: string, environment = "test") => ({
    ...LARAVEL_12,
    ".github/workflows/deploy.yml": `jobs:\n  x:\n    uses: ${uses}\n    with:\n      environment: ${environment}\n`,
  });
  const OURS = "example/shop-infrastructure/.github/workflows/application.yml@main";

  it("calls the repository of the infrastructure", async () => {
    expect(await check(workflow, calling(OURS))).toMatchObject({ result: "passed" });
    const withIds = { "ci.planRepository": "example@1/shop-infrastructure@2" };
    expect(await check(workflow, calling(OURS), withIds)).toMatchObject({ result: "passed" });
  });

  it("is refused when it calls the one of the example", async () => {
    expect(
      (await check(workflow, calling("example/laravel-ecs/.github/workflows/application.yml@main"))).text,
    ).toMatchInlineSnapshot(`
     "../api: .github/workflows/deploy.yml
       got      a workflow of example/laravel-ecs
       allowed  one of example/shop-infrastructure, the repository in ci.planRepository
       fix      Write uses: example/shop-infrastructure/.github/workflows/application.yml@main"
    `);
  });

  it("is advice when there is none, or none for this environment", async () => {
    expect((await check(workflow)).advice).toEqual([
      "No workflow deploys from GitHub. Run in the Laravel repository: cp -R ../laravel-ecs/docker/laravel/.github .",
    ]);
    expect((await check(workflow, calling(OURS, "production"))).advice).toEqual([
      "No workflow deploys test: add a job with environment: test.",
    ]);
  });

  it("is not needed without GitHub", async () => {
    expect(await check(workflow, LARAVEL_12, { ci: { identity: "iam-user" } })).toMatchObject({
      result: "passed",
    });
  });
});

describe("queued jobs", () => {
  const job = (body: string) => ({
    ...LARAVEL_12,
    "app/Jobs/Send.php": `<?php class Send implements ShouldQueue {\n${body}\n}`,
  });

  it("leave the count of attempts to SQS", async () => {
    expect(await check(queuedJobs, job("public int $backoff = 3; // not $tries"))).toMatchObject({
      result: "passed",
    });
  });

  it.each([
    "public $tries = 3;",
    "public int $maxExceptions = 1;",
    "public function retryUntil() {}",
    "#[Tries(3)]",
  ])("are advice when they count themselves: %s", async (body) => {
    expect(await check(queuedJobs, job(body))).toMatchObject({
      problems: [],
      advice: [expect.stringContaining("app/Jobs/Send.php: remove $tries")],
    });
  });
});

describe("what the database user may do", () => {
  const files = { ...LARAVEL_12, "app/Reset.php": "<?php DB::table('items')->truncate();" };

  it("is everything, or not to truncate tables", async () => {
    expect(await check(truncatedTables, files)).toMatchObject({ result: "passed" });
    expect((await check(truncatedTables, files, { "database.applicationUser": {} })).advice).toEqual([
      "app/Reset.php: write ->delete() for truncate(), which application may not do.",
    ]);
  });
});

describe("the names of queues", () => {
  const code = {
    ...LARAVEL_12,
    "app/Jobs/Send.php": "<?php dispatch($job)->onQueue('emails'); // ->onQueue('old')",
    "app/Jobs/Charge.php": '<?php class Charge { public $queue = "default"; }',
  };

  it("in the code are those of the environment", async () => {
    expect(
      await check(queueNames, code, { queues: { emails: {} }, "worker.queues": ["emails", "default"] }),
    ).toMatchObject({
      advice: [expect.stringContaining("app/Jobs/Charge.php: leave out the queue default.")],
    });
    expect((await check(queueNames, code)).advice).toEqual([
      expect.stringContaining("Charge.php"),
      "app/Jobs/Send.php: SQS has no queue for emails, so the dispatch fails. Add it to queues of the environment, and to the queues of a worker.",
    ]);
  });

  it("need the setting that Laravel adds to them", async () => {
    const config = { ...LARAVEL_12, "config/queue.php": SQS_WITHOUT_SUFFIX };
    expect(await check(queueConnection, config)).toMatchObject({ problems: [] });
    expect(
      await check(queueConnection, config, {
        queues: { emails: {} },
        "worker.queues": ["emails", "default"],
      }),
    ).toMatchObject({ problems: [{ got: "nothing that reads SQS_SUFFIX" }] });
  });
});

const SQS_WITHOUT_SUFFIX = `<?php return ['default' => env('QUEUE_CONNECTION', 'database'), 'connections' => ['sqs' => [
  'prefix' => env('SQS_PREFIX'), 'queue' => env('SQS_QUEUE', 'default'), ]]];`;
