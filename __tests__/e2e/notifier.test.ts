import { eventually } from "../../local/processes";
import fc from "fast-check";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { redrive } from "../../ops/commands/redrive";
import { DeadLetters } from "../ops/played/dead-letters";
import { Played } from "../ops/played/played";
import type { DeployedFunction } from "../lambda/deploy-notifier/deployed-function";
import { CANARY, described } from "../lambda/deploy-notifier/played-aws";
import { PlayedLambda } from "../lambda/deploy-notifier/played-lambda";
import type { PlayedSlack } from "../lambda/deploy-notifier/played-slack";
import { expectSlackToTake } from "../lambda/deploy-notifier/slack-limits";
import type { Sample } from "../lambda/deploy-notifier/samples";
import { SAMPLES, sample } from "../lambda/deploy-notifier/samples";
import { NotifierServers, PARAMETER } from "./notifier-servers";
import { anyEvent } from "./random-events";

jest.setTimeout(300_000);

const EVENTS = SAMPLES.map(sample).sort((one, other) => (one.time < other.time ? -1 : 1));

/** The function of the stack, from its zip, in separate processes, against live servers. */
describe("the deployed notifier", () => {
  let servers: NotifierServers;
  let slack: PlayedSlack;
  let deployed: DeployedFunction;
  const said: string[] = [];
  const figures: Record<string, string> = {};

  beforeAll(async () => {
    servers = await NotifierServers.open();
    ({ slack, deployed } = servers);
  });
  afterAll(() => servers?.close());

  const start = (name: string) => servers.start(name);
  const texts = (path: string) => slack.shown(path).map(({ text }) => text);

  it("is small, and a new instance needs less than 100 ms to load it and post its first event", async () => {
    expect(deployed.zipBytes).toBeLessThan(12_000);
    const took: number[] = [];
    const needed: number[] = [];
    for (let fresh = 0; fresh < 5; fresh += 1) {
      const { instance } = await start(`first-${fresh}`);
      const { ms, cpuMs } = await instance.invoke(sample("deployment-completed"), 15_000);
      needed.push(Math.round(cpuMs));
      took.push(Math.round(ms + (await instance.loaded)));
      instance.stop();
    }
    figures.first = `loaded and first message posted after ${took.join(", ")} ms, of which ${needed.join(", ")} ms were work, zip ${deployed.zipBytes} bytes`;
    // On an idle machine it takes no longer: the rest is waiting for the servers.
    expect(Math.min(...needed)).toBeLessThan(100);
  });

  it("reports a release that fails in the right order, and not as a success", async () => {
    const { instance, aws, path } = await start("a-failed-release");
    const died = sample("task-out-of-memory");
    const rolledBack = {
      ...aws.world.deployment,
      rollback: { reason: "The circuit breaker has rolled back." },
    };

    await instance.invoke(sample("deployment-in-progress"), 15_000);
    await instance.invoke(died, 15_000);
    aws.world.tasks = [{ ...described(died.detail), stoppedAt: 1_795_320_990 }];
    await instance.invoke(sample("deployment-failed"), 15_000);
    aws.world.deployment = { ...rolledBack, status: "ROLLBACK_IN_PROGRESS" };
    await instance.invoke(sample("rollback-in-progress"), 15_000);
    aws.world.deployment = { ...rolledBack, status: "ROLLBACK_SUCCESSFUL" };
    // Lambda may have started another instance by then, without a memory.
    const other = await deployed.start(aws.endpoint, PARAMETER, CANARY);
    await other.invoke(sample("rollback-completed"), 15_000);

    expect(slack.shown(path).map(({ text }) => text.split(": ").slice(0, 2).join(": "))).toEqual([
      "🚀 api-production: web is being deployed",
      "💥 api-production: a task of web stopped",
      "❌ api-production: web could not be deployed",
      "⏪ api-production: web is being rolled back",
      "↩️ api-production: web was rolled back because the release failed",
    ]);
    const failed = JSON.stringify(slack.shown(path)[2]);
    for (const part of [
      "4e0f97c → 9b1c2d3",
      "OutOfMemoryError",
      "Connection refused",
      "5 min 5 s",
      "GitHubActions",
    ]) {
      expect(failed).toContain(part);
    }
  });

  it("reports a rollback whose start it has not received", async () => {
    const { instance, aws, path } = await start("out-of-order");
    aws.world.deployment = {
      ...aws.world.deployment,
      status: "ROLLBACK_SUCCESSFUL",
      statusReason: "Rolled back.",
    };

    for (const name of ["rollback-completed", "deployment-failed", "deployment-in-progress"]) {
      await instance.invoke(sample(name), 15_000);
    }

    // The start of a deployment that is known to have ended is not posted.
    expect(texts(path)).toEqual([
      expect.stringContaining("was rolled back"),
      expect.stringContaining("could not be deployed"),
    ]);
  });

  it("posts a duplicate once, whatever its id", async () => {
    const { instance, path } = await start("duplicates");
    for (const event of EVENTS) {
      await instance.invoke(event, 15_000);
      await instance.invoke(event, 15_000);
      await instance.invoke({ ...event, id: `${event.id}-again` }, 15_000);
    }

    // A scan is identified by its time, which a duplicate shares.
    expect(slack.shown(path)).toHaveLength(EVENTS.length);
  });

  it("reports an event that is replayed later with its own time and the details of that time", async () => {
    const { instance, aws, path } = await start("a-replay");
    aws.world.deployments.unshift({ serviceDeploymentArn: "of-today", startedAt: Date.now() / 1_000 });
    const { id, ...event } = sample("deployment-completed");
    await instance.invoke({ ...event, id: `${id}-replayed`, "replay-name": "an-archive" }, 15_000);

    expect(JSON.stringify(slack.shown(path)[0]?.blocks)).toContain(
      `<!date^${Date.parse(event.time) / 1_000}^`,
    );
    expect(aws.asked("DescribeServiceDeployments")[0]?.input).toEqual({
      serviceDeploymentArns: [aws.world.deployment.serviceDeploymentArn],
    });
  });

  it("lets events wait for each other, keeps those that wait too long, and posts them after a redrive", async () => {
    const { instance, path } = await start("waiting");
    expect(deployed.settings.concurrency).toBe(1);
    // Six hours take 1.5 seconds here.
    const lambda = new PlayedLambda(instance, deployed.settings, 1.5 / deployed.settings.maximumAgeSeconds);
    const events = EVENTS.filter(({ detail }) => detail.deploymentId !== undefined);
    const posted = () => texts(path).length;

    slack.behave(path, { status: 200 });
    await Promise.all(events.map((event) => lambda.take({ ...event, id: `${event.id}-a` }, 5_000)));
    expect([posted(), lambda.deadLetters.length]).toEqual([events.length, 0]);

    const later = events.map((event) => ({
      ...event,
      id: `${event.id}-b`,
      detail: { ...event.detail, deploymentId: "ecs-svc/2" },
    }));
    slack.behave(path, { status: 503 });
    await Promise.all(later.map((event) => lambda.take(event, 1_200)));
    expect(lambda.deadLetters.map((event) => JSON.parse(event) as unknown)).toEqual(later);

    slack.behave(path, { status: 200 });
    const letters = new DeadLetters(lambda.deadLetters, async (event) => {
      const { error } = await instance.invoke(JSON.parse(event), 15_000);
      return error ?? undefined;
    });
    const [environment] = resolveEnvironments([production]) as [Environment];
    const played = await Played.open(environment, { at: new Date() }, letters.answers);
    expect(await played.run(redrive)).toMatchObject({ exitCode: 0, facts: { left: 0 } });
    await played.close();
    expect(posted()).toBe(events.length + later.length);
    said.push(instance.output);
  });

  it("folds repeated trouble, and counts it", async () => {
    const { instance, path } = await start("a-storm");
    const storm = Array.from({ length: 500 }, (_, index): Sample => {
      const event = sample(index % 2 ? "placement-failure" : "task-out-of-memory");
      const id = index.toString(16).padStart(32, "0");
      return {
        ...event,
        id,
        detail: {
          ...event.detail,
          createdAt: `${index}`,
          taskArn: `arn:aws:ecs:x:1:task/api-production/${id}`,
        },
      };
    });
    for (const event of storm) expect((await instance.invoke(event, 15_000)).error).toBeNull();

    expect(slack.shown(path)).toHaveLength(2);
    // The output comes through a pipe of its own, later than the end of the invocation.
    const repeated = () => instance.output.match(/"outcome":"repeated"/g)?.length;
    await eventually(() => repeated() === 498, 10);
    expect(repeated()).toBe(498);
    said.push(instance.output);
  });

  it("continues after an event that it could not post", async () => {
    const { instance, path } = await start("one-of-three");
    slack.behave(path, { status: 200 }, { status: 403 }, { status: 200 });
    const ended = [];
    for (const name of ["alarm", "image-scan", "alarm-over"])
      ended.push(await instance.invoke(sample(name), 15_000));

    expect(ended.map(({ error }) => error === null)).toEqual([true, false, true]);
  });

  it("handles 10,000 random events, and Slack can accept what it posts", async () => {
    const outcomes = { posted: 0, other: 0 };
    const survive = async (lane: number) => {
      const { instance, path, aws } = await start(`random-${lane}`);
      aws.referee.refusalsAreExpected = true;
      await fc.assert(
        fc.asyncProperty(anyEvent, async (event) => {
          const before = slack.shown(path).length;
          const { error, ms } = await instance.invoke(event, 15_000);
          expect(error).toBeNull();
          expect(ms).toBeLessThan(15_000);
          const shown = slack.shown(path).slice(before);
          expect(shown.length).toBeLessThanOrEqual(1);
          for (const payload of shown) expectSlackToTake(payload);
          outcomes[shown.length > 0 ? "posted" : "other"] += 1;
        }),
        { numRuns: 2_500 },
      );
      said.push(instance.output);
    };
    await Promise.all([1, 2, 3, 4].map(survive));

    figures.random = `${outcomes.posted + outcomes.other} random events: ${outcomes.posted} posted, ${outcomes.other} repeated, already posted or unknown, each logged; none thrown`;
  });

  it("has posted and logged no secret", () => {
    figures.canaries = servers.expectNoSecret(said);
    process.stdout.write(`${Object.values(figures).join("\n")}\n`);
  });
});
