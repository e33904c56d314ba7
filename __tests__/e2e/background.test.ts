import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import { pushPlaceholders } from "../../local/account";
import { inventory } from "./inventory";
import { Jobs } from "./jobs";
import { Sandbox } from "./sandbox";

jest.setTimeout(1_200_000);

type Worker = "sidecar" | "service" | "none";
type Scheduler = "service" | "eventbridge" | "none";

/** All combinations of worker and scheduler. From each row to the next the worker changes, or the scheduler, or both. */
const TURNS: [Worker, Scheduler][] = [
  ["sidecar", "service"],
  ["service", "eventbridge"],
  ["none", "none"],
  ["sidecar", "eventbridge"],
  ["service", "service"],
  ["none", "eventbridge"],
  ["sidecar", "none"],
  ["service", "none"],
  ["none", "service"],
];
const FIRST = TURNS[0]!;
const ANEW = TURNS[1]!;

const withRoles = (
  [worker, scheduler]: [Worker, Scheduler],
  env: Record<string, string> = {},
): EnvironmentInput => ({
  ...staging,
  worker: { runs: worker },
  scheduler: { runs: scheduler },
  env: { ...staging.env, ...env },
});

/** The way in which worker and scheduler run can be changed while the application runs. */
describe("background work", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let jobs: Jobs;

  /** The resources of the account after each change. */
  const seen = new Map<string, string[]>();

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(withRoles(FIRST));
    jobs = new Jobs(sandbox, environment);
    await sandbox.prepare(environment);
    await sandbox.terraform("staging-base").init();
    await sandbox.terraform("staging-base").succeed("apply", "-auto-approve", "-input=false");
    await pushPlaceholders(environment, sandbox.clients);
    await service().init();
  });

  afterAll(() => sandbox?.close());

  const service = () => sandbox.terraform("staging-service");

  async function deploy(input: EnvironmentInput): Promise<void> {
    sandbox.synth(input);
    await service().succeed("apply", "-auto-approve", "-input=false");
    const plan = await service().plan();
    if (plan.changes) throw new Error(`a second plan is not empty:\n${plan.output}`);
  }

  /** Revisions of task definitions stay registered, for a rollback. */
  const account = async () =>
    (await inventory(sandbox)).filter((name) => !name.includes(":task-definition/"));

  const settingsFiles = async () => {
    const { Contents = [] } = await new S3Client(sandbox.clients).send(
      new ListObjectsV2Command({ Bucket: "api-staging-settings-123456789012", Prefix: "env/" }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };

  it.each(TURNS)(
    "with the worker as %s and the scheduler as %s: applies, and plans nothing more",
    async (worker, scheduler) => {
      await deploy(withRoles([worker, scheduler]));
      if (seen.size === 0) await jobs.send("from before every change");

      const here = await account();
      seen.set(`${worker} ${scheduler}`, here);
      const runs = here.flatMap((arn) => /:service\/api-staging\/(\w+)$/.exec(arn)?.[1] ?? []);
      expect(runs.sort()).toEqual(
        [
          ...(scheduler === "service" ? ["scheduler"] : []),
          "web",
          ...(worker === "service" ? ["worker"] : []),
        ].sort(),
      );
      expect(here.filter((arn) => arn.includes(":schedule/"))).toHaveLength(
        Number(scheduler === "eventbridge"),
      );
    },
  );

  it("keeps the queue and its jobs through every change", async () => {
    expect(await jobs.take()).toMatchObject({ Body: "from before every change" });
  });

  it("leaves nothing behind: after the last change the account has the same resources as at the beginning", async () => {
    await deploy(withRoles(FIRST));

    expect(await account()).toEqual(seen.get(FIRST.join(" ")));
  });

  it("keeps the settings of earlier revisions, so that a rollback finds them", async () => {
    const before = await settingsFiles();

    await deploy(withRoles(FIRST, { LOG_LEVEL: "debug" }));

    const after = await settingsFiles();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
    const contents = await Promise.all(
      after.map(async (Key) => {
        const { Body } = await new S3Client(sandbox.clients).send(
          new GetObjectCommand({ Bucket: "api-staging-settings-123456789012", Key }),
        );
        return Body?.transformToString();
      }),
    );
    expect(contents.filter((text) => text?.includes("LOG_LEVEL=debug"))).toHaveLength(1);
  });

  describe("a job", () => {
    beforeAll(() => jobs.empty());

    it("that one worker has received is hidden from the others for the visibility timeout", async () => {
      await jobs.send("in flight");
      const taken = await jobs.take();

      expect(taken?.Body).toBe("in flight");
      expect(await jobs.take()).toBeUndefined();
      expect(await jobs.count()).toEqual({ waiting: 0, inFlight: 1 });
      expect(await jobs.visibilityTimeoutSeconds()).toBe(environment.queue.visibilityTimeoutSeconds);

      await jobs.giveBack(taken);
      expect((await jobs.take())?.Body).toBe("in flight");
    });

    it("that is done is deleted", async () => {
      await jobs.empty();
      await jobs.send("done");

      await jobs.finish(await jobs.take());

      expect(await jobs.count()).toEqual({ waiting: 0, inFlight: 0 });
    });

    it("that used up its retries goes to the dead-letter queue, and is done after a redrive", async () => {
      await jobs.send("poison");
      for (let time = 0; time < environment.queue.maxReceiveCount; time++) {
        const taken = await jobs.take();
        expect(taken?.Body).toBe("poison");
        await jobs.giveBack(taken);
      }

      expect(await jobs.take()).toBeUndefined();
      expect(await jobs.deadLetters()).toEqual(["poison"]);

      await jobs.sendBack();
      expect(await jobs.deadLetters()).toEqual([]);
      await jobs.finish(await jobs.take());
      expect(await jobs.count()).toEqual({ waiting: 0, inFlight: 0 });
    });
  });

  it("is the same as if it had been created in this form", async () => {
    await service().succeed("destroy", "-auto-approve", "-input=false");
    await deploy(withRoles(ANEW));

    expect(await account()).toEqual(seen.get(ANEW.join(" ")));
  });
});
