import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { TestAccount } from "../test-account";

describe("a queue of the embedded AWS", () => {
  let account: TestAccount;
  beforeAll(async () => (account = await TestAccount.open()));
  afterAll(() => account.close());

  it("keeps its policy when another attribute is changed, and loses it when an empty one is set", async () => {
    const sqs = new SQSClient(account.clients);
    const QueueUrl = await account.queue("jobs", "deployments");
    const set = (Attributes: Record<string, string>) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const attributes = async () =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes;
    const before = await attributes();
    expect(before?.Policy).toContain("events.amazonaws.com");

    await set({ VisibilityTimeout: "630" });
    expect(await attributes()).toMatchObject({ VisibilityTimeout: "630", Policy: before?.Policy });

    await set({ Policy: "" });
    expect((await attributes())?.Policy).toBeUndefined();
  });
});
