import { CANARY } from "../lambda/deploy-notifier/played-aws";
import { SAMPLES, sample } from "../lambda/deploy-notifier/samples";
import type { Fault } from "./notifier-faults";
import { FAULTS } from "./notifier-faults";
import { CLOSED_PORT, NotifierServers } from "./notifier-servers";

jest.setTimeout(300_000);

const EVENTS = SAMPLES.map(sample).sort((one, other) => (one.time < other.time ? -1 : 1));

/** How many instances run at the same time. */
const AT_ONCE = 10;

describe("the deployed notifier, with every event", () => {
  let servers: NotifierServers;
  const runs: { name: string; fault: Fault; results: Result[]; output: string }[] = [];

  interface Result {
    readonly error: string | null;
    readonly ms: number;
    readonly shown: number;
  }

  const run = async (name: string, fault: Fault): Promise<void> => {
    const { instance, aws, path } = await servers.start(name);
    aws.faults = fault.aws ?? {};
    aws.world.webhook = webhookFor(fault, path);
    // When Slack refuses, the operator has already set another webhook.
    if (fault.rotated) servers.slack.whenPosted(path, () => (aws.world.webhook = servers.url(`${path}-new`)));
    const results: Result[] = [];
    for (const event of EVENTS) {
      servers.slack.behave(path, ...(fault.slack ?? []));
      const shown = () => servers.slack.shown(path).length + servers.slack.shown(`${path}-new`).length;
      const before = shown();
      const ended = await instance.invoke(event, fault.limitMs);
      results.push({ ...ended, shown: shown() - before });
    }
    instance.stop();
    runs.push({ name, fault, results, output: instance.output });
  };

  const webhookFor = ({ webhook }: Fault, path: string) =>
    ({
      "not set yet": "not set yet",
      "no URL": `${CANARY} is not a URL`,
      "closed port": servers.url(path, CLOSED_PORT),
      "unknown host": `https://nowhere.invalid${path}`,
      untrusted: servers.url(path, servers.untrusted.port),
      none: servers.url(path),
    })[webhook ?? "none"];

  beforeAll(async () => {
    servers = await NotifierServers.open();
    const waiting = Object.entries(FAULTS);
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  });
  afterAll(() => servers?.close());

  it.each(Object.keys(FAULTS))("and %s: posted once, or kept, and in time", (name) => {
    const { fault, results } = runs.find((each) => each.name === name)!;
    for (const { error, ms, shown } of results) {
      expect({ error: error === null, shown }).toEqual({
        error: fault.ends === "posted",
        shown: fault.ends === "posted" ? 1 : 0,
      });
      expect(ms).toBeLessThan(fault.limitMs);
    }
    expect(results).toHaveLength(EVENTS.length);
  });

  it("loses none, posts none twice", () => {
    const results = runs.flatMap((each) => each.results);
    const lost = results.filter(({ error, shown }) => error === null && shown === 0).length;
    const twice = results.filter(({ shown }) => shown > 1).length;
    const longest = Math.max(
      ...runs.flatMap(({ fault, results: all }) => all.map(({ ms }) => ms / fault.limitMs)),
    );
    const figures = `${runs.length} faults x ${EVENTS.length} events = ${results.length}: lost ${lost}, twice ${twice}, kept ${results.filter(({ error }) => error).length}, longest run ${Math.round(longest * 100)} % of its time`;
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    process.stdout.write(`${figures}\n`);
  });

  it("has posted and logged no secret", () => {
    const said = runs.flatMap(({ output, results }) => [output, JSON.stringify(results)]);
    process.stdout.write(`${servers.expectNoSecret(said)}\n`);
  });
});
