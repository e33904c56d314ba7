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
type Turn = readonly [Worker, Scheduler];

const FIRST: Turn = ["sidecar", "service"];
const ANEW: Turn = ["service", "eventbridge"];

/**
 * Ways from the first combination of worker and scheduler, which pass all others. From each to the next the worker changes, or the
 * scheduler, or both. A change takes a minute of the provider's waiting, so the ways are taken at the same time, in copies of the account.
 */
const WAYS: readonly (readonly Turn[])[] = [
  [ANEW, ["none", "none"], ["sidecar", "eventbridge"], FIRST],
  [
    ["service", "service"],
    ["none", "eventbridge"],
  ],
  [["sidecar", "none"], ["service", "none"], ["none", "service"], FIRST],
];

const withRoles = ([worker, scheduler]: Turn, env: Record<string, string> = {}): EnvironmentInput => ({
  ...staging,
  worker: { runs: worker },
  scheduler: { runs: scheduler },
  env: { ...staging.env, ...env },
});

/** What is done in an account, one after the other, while the tests wait for it. */
class Way {
  private last: Promise<unknown> = Promise.resolve();

  constructor(public readonly sandbox: Sandbox) {}

  public next<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.last.then(act);
    // The test that waits for it reports it.
    done.catch(() => undefined);
    this.last = done;
    return done;
  }

  public get service() {
    return this.sandbox.terraform("staging-service");
  }

  /** @returns the resources of the account, without the revisions of task definitions, which stay registered for a rollback */
  public async deploy(input: EnvironmentInput): Promise<string[]> {
    this.sandbox.synth(input);
    await this.service.succeed("apply", "-auto-approve", "-input=false");
    const plan = await this.service.plan();
    if (plan.changes) throw new Error(`a second plan is not empty:\n${plan.output}`);
    return (await inventory(this.sandbox))
      .filter((name) => !name.includes(":task-definition/"))
      .map((name) => name.replace(this.sandbox.clients.endpoint, ""));
  }
}

/** The way in which worker and scheduler run can be changed while the application runs. */
describe("background work", () => {
  let sandbox: Sandbox;
  let environment: Environment;
  /** The resources of the account with the first combination, and after each change of each way. */
  let first: string[];
  const ways: Way[] = [];
  const seen: Promise<string[]>[][] = [];
  /** The jobs at the end of each way. */
  const kept: Promise<string | undefined>[] = [];
  let anew: Promise<string[]>;

  const jobsOf = ({ sandbox: account }: Way) => new Jobs(account, environment);

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    environment = sandbox.synth(withRoles(FIRST));
    await sandbox.prepare(environment);
    await sandbox.terraform("staging-base").init();
    await sandbox.terraform("staging-base").succeed("apply", "-auto-approve", "-input=false");
    await pushPlaceholders(environment, sandbox.clients);
    const begin = new Way(sandbox);
    await begin.service.init();
    first = await begin.deploy(withRoles(FIRST));
    await jobsOf(begin).send("from before every change");

    for (const turns of WAYS) {
      const way = new Way(await sandbox.copy());
      ways.push(way);
      seen.push(turns.map((turn) => way.next(() => way.deploy(withRoles(turn)))));
      kept.push(way.next(async () => (await jobsOf(way).take())?.Body));
    }
    const [, other] = ways as [Way, Way];
    anew = other.next(async () => {
      await other.service.succeed("destroy", "-auto-approve", "-input=false");
      return other.deploy(withRoles(ANEW));
    });
  });

  afterAll(async () => {
    for (const way of ways) await way.sandbox.close();
    await sandbox?.close();
  });

  const settingsFiles = async (account: Sandbox) => {
    const { Contents = [] } = await new S3Client(account.clients).send(
      new ListObjectsV2Command({ Bucket: "api-staging-settings-123456789012", Prefix: "env/" }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };

  it.each(WAYS.flatMap((turns, way) => turns.map((turn, step) => [...turn, way, step] as const)))(
    "with the worker as %s and the scheduler as %s: applies, and plans nothing more (way %d, step %d)",
    async (worker, scheduler, way, step) => {
      const here = await seen[way]![step]!;

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
    expect(await Promise.all(kept)).toEqual(WAYS.map(() => "from before every change"));
  });

  it.each(WAYS.flatMap((turns, way) => (turns.at(-1) === FIRST ? [way] : [])))(
    "leaves nothing behind: after the last change the account has the same resources as at the beginning (way %d)",
    async (way) => {
      expect(await seen[way]!.at(-1)).toEqual(first);
    },
  );

  it("keeps the settings of earlier revisions, so that a rollback finds them", async () => {
    const [way] = ways as [Way];
    const before = await settingsFiles(way.sandbox);

    await way.next(() => way.deploy(withRoles(FIRST, { LOG_LEVEL: "debug" })));

    const after = await settingsFiles(way.sandbox);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
    const contents = await Promise.all(
      after.map(async (Key) => {
        const { Body } = await new S3Client(way.sandbox.clients).send(
          new GetObjectCommand({ Bucket: "api-staging-settings-123456789012", Key }),
        );
        return Body?.transformToString();
      }),
    );
    expect(contents.filter((text) => text?.includes("LOG_LEVEL=debug"))).toHaveLength(1);
  });

  describe("a job", () => {
    let jobs: Jobs;

    beforeAll(async () => {
      jobs = jobsOf(new Way(sandbox));
      await jobs.empty();
    });

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
    expect(await anew).toEqual(await seen[0]![WAYS[0]!.indexOf(ANEW)]);
  });
});
