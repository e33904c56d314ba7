import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AwsClient } from "aws4fetch";
import { setTimeout as sleep } from "node:timers/promises";
import { REGION, TestAccount } from "../test-account";

const queueArn = (name: string) => `arn:aws:sqs:${REGION}:123456789012:${name}`;

let account: TestAccount;
let clients: TestAccount["clients"];
let sqs: SQSClient;
let RoleArn: string;

beforeAll(async () => {
  account = await TestAccount.open();
  ({ clients } = account);
  sqs = new SQSClient(clients);
  const iam = new IAMClient(clients);
  const document = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const trust = { Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "schedules", AssumeRolePolicyDocument: document(trust) }),
  );
  const PolicyDocument = document({ Action: "sqs:SendMessage", Resource: queueArn("*") });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "schedules", PolicyName: "permissions", PolicyDocument }),
  );
  RoleArn = Role?.Arn ?? "";
}, 90_000);

afterAll(() => account.close());

/** A schedule that sends to a new queue of its name. Returns the URL of the queue. No SDK of the scheduler is installed. */
async function schedule(name: string, ScheduleExpression: string): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const signer = new AwsClient({ ...clients.credentials, region: REGION, service: "scheduler" });
  const body = JSON.stringify({
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: queueArn(name), RoleArn },
  });
  const headers = { "content-type": "application/json" };
  const answer = await signer.fetch(`${account.endpoint}/schedules/${name}`, {
    method: "POST",
    headers,
    body,
  });
  expect({ status: answer.status, body: await answer.text() }).toMatchObject({ status: 200 });
  return QueueUrl;
}

const starts = async (QueueUrl: string, WaitTimeSeconds: number) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }))).Messages?.length ?? 0;

describe("a schedule", () => {
  it("by a rate starts at once, and by a cron expression not before the next full minute", async () => {
    const seconds = new Date().getSeconds();
    if (seconds > 45) await sleep((60 - seconds) * 1_000);
    const cron = await schedule("cron", "cron(* * * * ? *)");
    const rate = await schedule("rate", "rate(1 minute)");

    expect(await starts(rate, 10)).toBe(1);
    expect(await starts(cron, 0)).toBe(0);
  });
});
