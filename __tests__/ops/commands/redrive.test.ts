import { redrive } from "../../../ops/commands/redrive";
import { Interruption } from "../../../ops/cli/outcome";
import { environment, healthy } from "../diagnosis/observed";
import { DeadLetters } from "../played/dead-letters";
import type { Answers } from "../played/endpoint";
import { denied, Played } from "../played/played";

interface Circumstances {
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly invoke?: (event: string) => string | undefined;
  readonly shown?: boolean;
  readonly signal?: AbortSignal;
  readonly more?: Readonly<Record<string, Answers>>;
}

async function redriven(
  waiting: string[],
  { changes = { slack: {} }, invoke = () => undefined, shown, signal, more = {} }: Circumstances = {},
) {
  const letters = new DeadLetters(waiting, invoke, shown);
  const played = await Played.open(environment(changes), healthy, { ...letters.answers, ...more });
  try {
    const ended = await played.run(redrive, signal);
    return { ...ended, left: letters.waiting, endpoint: played.endpoint };
  } finally {
    await played.close();
  }
}

describe("ops redrive", () => {
  it("sends every undelivered event to the notifier, unchanged, and removes it", async () => {
    const { exitCode, said, facts, left, endpoint } = await redriven(['{"id":"a"}', '{"id":"b"}']);

    expect([exitCode, facts, left]).toEqual([0, { posted: 2, left: 0 }, []]);
    expect(said).toBe("2 events posted, 0 left in the dead-letter queue.\n");
    expect(endpoint.inputsOf("lambda:Invoke")).toEqual([
      { FunctionName: "shop-test-deploy-notifier", Payload: '{"id":"a"}' },
      { FunctionName: "shop-test-deploy-notifier", Payload: '{"id":"b"}' },
    ]);
    expect(endpoint.inputsOf("sqs:GetQueueUrl")).toEqual([{ QueueName: "shop-test-undelivered-events" }]);
  });

  it("hides an event from others for longer than the notifier runs", async () => {
    const { endpoint } = await redriven(['{"id":"a"}']);

    expect(endpoint.inputsOf("sqs:ReceiveMessage")[0]).toMatchObject({
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 120,
    });
  });

  it("says that nothing waits where nothing does", async () => {
    const { exitCode, said, endpoint } = await redriven([]);

    expect([exitCode, said]).toEqual([0, "0 events posted, 0 left in the dead-letter queue.\n"]);
    expect(endpoint.actions).not.toContain("lambda:Invoke");
  });

  it("leaves what the notifier could not post, posts the rest, and prints why", async () => {
    const { exitCode, warned, facts, left } = await redriven(['{"id":"a"}', '{"id":"b"}'], {
      invoke: (event) =>
        event.includes("a") ? "Slack rejects the webhook, and its parameter has no newer one" : undefined,
    });

    expect([facts, left]).toEqual([{ posted: 1, left: 1 }, ['{"id":"a"}']]);
    expect(exitCode).toBe(1);
    expect(warned).toBe(
      [
        "1 events posted, 1 left in the dead-letter queue:",
        "  6a1a8149: Slack rejects the webhook, and its parameter has no newer one\n",
      ].join("\n"),
    );
  });

  it("tries none twice, however soon it is seen again", async () => {
    const { facts, endpoint } = await redriven(['{"id":"a"}'], { invoke: () => "no", shown: true });

    expect(facts).toEqual({ posted: 0, left: 1 });
    expect(endpoint.inputsOf("lambda:Invoke")).toHaveLength(1);
  });

  it("receives no event after Ctrl-C", async () => {
    const { exitCode, left, endpoint } = await redriven(['{"id":"a"}'], {
      signal: AbortSignal.abort(new Interruption()),
    });

    expect([exitCode, left]).toEqual([130, ['{"id":"a"}']]);
    expect(endpoint.actions).not.toContain("sqs:ReceiveMessage");
  });

  it("refuses an environment that does not use Slack, and says what to do", async () => {
    const { exitCode, warned, endpoint } = await redriven([], { changes: {} });

    expect(exitCode).toBe(2);
    expect(warned).toBe(
      "test does not use Slack.\nFix: Set slack in environments/test.ts, then deploy both stacks.\n",
    );
    expect(endpoint.actions).not.toContain("sqs:GetQueueUrl");
  });

  it("touches nothing in another account", async () => {
    const { exitCode, warned, endpoint } = await redriven(['{"id":"a"}'], {
      more: { sts: { GetCallerIdentity: () => ({ Account: "999999999999", Arn: "arn:aws:iam::9:user/x" }) } },
    });

    expect(exitCode).toBe(2);
    expect(warned).toContain("your credentials are for account 999999999999");
    expect(endpoint.actions).toEqual(["sts:GetCallerIdentity"]);
  });

  it("says which right is missing to give an event to the notifier, and keeps the event", async () => {
    const { exitCode, warned, left } = await redriven(['{"id":"a"}'], {
      more: { lambda: { Invoke: denied("lambda:InvokeFunction") } },
    });

    expect([exitCode, left]).toEqual([1, ['{"id":"a"}']]);
    expect(warned).toContain("lambda:InvokeFunction");
  });
});
