import { Interruption } from "../../../../ops/cli/outcome";
import { Played } from "../../played/played";
import { logs } from "../../../../ops/commands/logs/logs";
import type { LogsOptions } from "../../../../ops/commands/logs/logs";
import { environment, healthy } from "../../diagnosis/observed";
import { AwsError } from "../../played/protocols";

const START = Date.parse("2026-11-24T03:00:00Z");

interface Written {
  readonly group: string;
  readonly second: number;
  readonly message: string;
}

/** CloudWatch Logs with these lines, which are there from the nth look on. */
async function printed(options: Partial<LogsOptions>, looks: Written[][], stopAfter = looks.length) {
  const controller = new AbortController();
  let look = 0;
  const played = await Played.open(environment({ "scheduler.runs": "none" }), healthy, {
    logs: {
      FilterLogEvents({ logGroupName, startTime }: { logGroupName: string; startTime: number }) {
        if (logGroupName.endsWith("/migrate"))
          throw new AwsError("ResourceNotFoundException", "no such group");
        if (logGroupName.endsWith("/app")) look += 1;
        if (look >= stopAfter && options.follow) setTimeout(() => controller.abort(new Interruption()), 50);
        const written = looks.slice(0, look).flat();
        return {
          events: written
            .filter(
              ({ group, second }) =>
                logGroupName === `/shop-test/${group}` && START + second * 1_000 >= startTime,
            )
            .map(({ group, second, message }) => ({
              eventId: `${group}-${second}-${message}`,
              timestamp: START + second * 1_000,
              logStreamName: `ecs/${group}/0123456789abcdef`,
              message,
            })),
        };
      },
    },
  });
  try {
    const ended = await played.run(
      (operation) => logs(operation, { since: "2026-11-24T03:00Z", ...options }),
      controller.signal,
    );
    return {
      ...ended,
      groups: played.endpoint.inputsOf("logs:FilterLogEvents").map(({ logGroupName }) => logGroupName),
    };
  } finally {
    await played.close();
  }
}

const line = (group: string, second: number, message: string): Written => ({ group, second, message });

describe("ops logs", () => {
  it("prints what all containers wrote, in the order of time, and skips a group that is not there", async () => {
    const { said, exitCode, groups } = await printed({}, [
      [
        line("app", 1, "one\n#0 a stack trace"),
        line("nginx", 2, "two"),
        line("worker", 3, "three"),
        line("app", 4, "four"),
      ],
    ]);
    expect(said).toMatchInlineSnapshot(`
     "03:00:01 app     01234567 one
       #0 a stack trace
     03:00:04 app     01234567 four
     "
    `);
    expect(exitCode).toBe(0);
    expect([...new Set(groups)].sort()).toEqual(
      ["app", "migrate", "nginx", "worker"].map((name) => `/shop-test/${name}`),
    );
  });

  it("prints one container alone", async () => {
    const { said, groups } = await printed({ container: "nginx" }, [[line("nginx", 2, "two")]]);
    expect(said).toBe("");
    expect(groups).toEqual(["/shop-test/nginx"]);
  });

  it("follows until Ctrl-C, and prints a late line once", async () => {
    const { said, exitCode } = await printed({ follow: true }, [
      [line("app", 1, "first")],
      [line("nginx", 40, "second")],
      [line("app", 39, "late")],
      [],
    ]);
    expect(said.split("\n").map((each) => each.split(" ").at(-1))).toEqual(["first", "second", "late", ""]);
    expect(exitCode).toBe(130);
  });

  it("is one document for programs", async () => {
    const { facts, said } = await printed({ json: true }, [[line("app", 1, "one")]]);
    expect(said).toBe("");
    expect(facts).toEqual({
      since: new Date(START),
      lines: [{ container: "app", task: "0123456789abcdef", at: new Date(START + 1_000), text: "one" }],
    });
  });

  it.each<[Partial<LogsOptions>, string]>([
    [
      { since: "15m" },
      "No log lines in the last 15 minutes. Try --since 3h:\n  npm run ops -- logs test --since 3h\n",
    ],
    [
      { since: "1d", container: "nginx" },
      "No log lines in the last 1 day. Try --since 3d:\n  npm run ops -- logs test --container nginx --since 3d\n",
    ],
    [{ since: "90d" }, "No log lines in the last 90 days.\n"],
    [{ since: "2020-01-01" }, "No log lines since 2020-01-01.\n"],
    [
      { since: "15m", follow: true },
      "No log lines in the last 15 minutes. Waiting for new ones. Ctrl-C ends it.\n",
    ],
    [{ since: "15m", json: true }, ""],
  ])("says on standard error that there is nothing, and where to look: %j", async (options, words) => {
    // Following ends at the second look, so that the first one is complete.
    const { said, warned } = await printed(options, [[], []]);
    expect(said).toBe("");
    expect(warned.replace("Interrupted.\n", "")).toBe(words);
  });

  it.each<[Partial<LogsOptions>, string]>([
    [{ container: "ngin" }, 'The container "ngin" does not exist.\nFix: Did you mean nginx?'],
    [
      { container: "scheduler" },
      'The container "scheduler" does not exist.\nFix: Use one of: app, nginx, worker, migrate.',
    ],
    [{ since: "yesterday" }, '--since: "yesterday" is not a duration or a date and time.'],
    [{ json: true, follow: true }, "--follow never ends, but --json prints one document at the end."],
  ])("refuses %j", async (options, words) => {
    const { exitCode, warned } = await printed(options, [[]]);
    expect(warned).toContain(words);
    expect(exitCode).toBe(2);
  });
});
