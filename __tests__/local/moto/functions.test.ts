import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { eventually } from "../../../local/processes";
import { zipOf } from "../../../local/zip";
import { arn, TestAccount } from "../test-account";

const CODE = `
  export const handler = async (event, { functionName, getRemainingTimeInMillis }) => {
    console.log("got", event.id ?? event.name);
    if (event.detail?.fails) throw new TypeError("cannot do it");
    if (event.waits) await new Promise((resolve) => setTimeout(resolve, 10_000));
    return { functionName, greeting: process.env.GREETING, hasTime: getRemainingTimeInMillis() > 500 };
  };`;

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.open();
}, 90_000);
afterAll(() => account.close());

const put = (detail: object) =>
  account.events("PutEvents", {
    Entries: [{ Source: "shop", DetailType: "Sale", Detail: JSON.stringify(detail) }],
  });

describe("a function", () => {
  const FunctionName = "greeter";
  let deadLetters: string;

  beforeAll(async () => {
    deadLetters = await account.queue("dead-letters");
    await new CloudWatchLogsClient(account.clients).send(
      new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${FunctionName}` }),
    );
    const Role = await account.role(
      FunctionName,
      { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn("sqs", "dead-letters") },
    );
    await new LambdaClient(account.clients).send(
      new CreateFunctionCommand({
        FunctionName,
        Role,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: zipOf("index.mjs", Buffer.from(CODE), 0o644) },
        Environment: { Variables: { GREETING: "hello" } },
        DeadLetterConfig: { TargetArn: arn("sqs", "dead-letters") },
        Timeout: 1,
      }),
    );
    await account.events("PutRule", { Name: "sales", EventPattern: JSON.stringify({ source: ["shop"] }) });
    await account.events("PutTargets", {
      Rule: "sales",
      Targets: [{ Id: "greeter", Arn: arn("lambda", `function:${FunctionName}`) }],
    });
  });

  const invoke = async (event: object) => {
    const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
    const { FunctionError, Payload } = await new LambdaClient(account.clients).send(command);
    return { FunctionError, answer: JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown };
  };

  it("runs with its settings, and returns what its handler returns", async () => {
    expect(await invoke({ name: "Taylor" })).toEqual({
      FunctionError: undefined,
      answer: { functionName: FunctionName, greeting: "hello", hasTime: true },
    });
  });

  it("fails with the error of its handler, and when its time is over", async () => {
    expect(await invoke({ detail: { fails: true } })).toMatchObject({
      FunctionError: "Unhandled",
      answer: { errorType: "TypeError", errorMessage: "cannot do it" },
    });
    expect(await invoke({ waits: true })).toMatchObject({
      FunctionError: "Unhandled",
      answer: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/ Error: Task timed out after 1\.00 seconds$/) as string,
      },
    });
  });

  it("logs what it prints, and its errors", async () => {
    const { events: lines = [] } = await new CloudWatchLogsClient(account.clients).send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FunctionName}` }),
    );
    const log = lines.map(({ message }) => message).join("");

    for (const expected of [
      /^START RequestId: \S+ Version: \$LATEST$/m,
      /\tINFO\tgot Taylor$/m,
      /\tERROR\tInvoke Error \t.*"errorType":"TypeError"/,
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\t/m,
    ])
      expect(log).toMatch(expected);
  });

  it("gets no event of a rule that has no permission to invoke it", async () => {
    await put({});
    expect(
      await eventually(async () => (await deliveries())[0]?.startsWith("not delivered") ?? false, 10),
    ).toBe(true);
    expect(await deliveries()).toEqual([
      `not delivered: NO_PERMISSIONS: events.amazonaws.com may not invoke ${arn("lambda", `function:${FunctionName}`)}.`,
    ]);
  });

  it("gets the events of a rule, and those that it fails at go to its dead-letter queue", async () => {
    await new LambdaClient(account.clients).send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "sales",
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: arn("events", "rule/sales"),
      }),
    );
    await put({});
    await put({ fails: true });
    const [letter] = await account.received(deadLetters);

    expect(JSON.parse(letter?.Body ?? "")).toMatchObject({ source: "shop", detail: { fails: true } });
    expect(letter?.MessageAttributes).toMatchObject({ ErrorMessage: { StringValue: "cannot do it" } });
    expect((await deliveries()).slice(1)).toEqual(["invoked", "failed, kept in dead-letters"]);
  });

  async function deliveries(): Promise<string[]> {
    const response = await fetch(`${account.endpoint}/embedded-aws/deliveries`);
    return ((await response.json()) as { outcome: string }[]).map(({ outcome }) => outcome);
  }
});

describe("a rule with a schedule", () => {
  it("starts its target", async () => {
    const hourly = await account.queue("hourly", "hourly");
    await account.events("PutRule", { Name: "hourly", ScheduleExpression: "rate(1 hour)" });
    await account.events("PutTargets", {
      Rule: "hourly",
      Targets: [{ Id: "queue", Arn: arn("sqs", "hourly") }],
    });
    await fetch(`${account.endpoint}/embedded-aws/schedules/hourly`, { method: "POST" });

    const [message] = await account.received(hourly);
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({ "detail-type": "Scheduled Event" });
  });
});
