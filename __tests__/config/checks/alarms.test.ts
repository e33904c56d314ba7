import { change, resolve } from "../change";
import { resolveEnvironments } from "../../../config/resolve-environments";

const ARN = "arn:aws:sns:eu-west-1:111122223333:operators";

describe("alarms", () => {
  it("are there unless they are turned off, and announced nowhere unless a topic is named", () => {
    const [environment] = resolveEnvironments([change({})]);

    expect(environment?.alarms).toEqual({ enabled: true });
  });

  it("can be announced to a topic of one's own or to an existing one", () => {
    expect(resolve({ alarms: { topic: { kind: "create" } } })).toBe("accepted");
    expect(resolve({ alarms: { topic: { kind: "existing", arn: ARN } } })).toBe("accepted");
  });

  it("that are off are announced nowhere", () => {
    expect(resolve({ alarms: { enabled: false, topic: { kind: "create" } } })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: alarms.topic
       got      an object with kind, emails
       allowed  none where alarms.enabled is false: nothing would ever be announced there
       fix      Remove it, or set alarms.enabled to true."
    `);
  });

  it("are announced in their own region", () => {
    expect(resolve({ "alarms.topic": { kind: "existing", arn: ARN.replace("eu-west-1", "us-east-1") } }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: alarms.topic.arn
       got      "arn:aws:sns:us-east-1:111122223333:operators"
       allowed  a topic in eu-west-1: CloudWatch publishes to its own region only
       fix      Make one in eu-west-1, or leave the topic to this environment: { kind: "create" }."
    `);
  });

  it("are mailed to addresses, to each once", () => {
    expect(
      resolve({
        "alarms.topic": { kind: "create", emails: ["a@shop.example", "b@shop.example", "a@shop.example"] },
      }),
    ).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: alarms.topic.emails
       got      "a@shop.example" twice
       allowed  each address once
       fix      Remove one of them."
    `);
    expect(resolve({ "alarms.topic": { kind: "create", emails: ["nobody"] } })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: alarms.topic.emails[0]
       got      "nobody"
       allowed  an e-mail address, like operators@example.com
       fix      Change it."
    `);
  });

  it("go to a topic, not to a queue, nor to one that keeps an order", () => {
    expect(resolve({ "alarms.topic": { kind: "existing", arn: ARN.replace("sns", "sqs") } }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: alarms.topic.arn
       got      "arn:aws:sqs:eu-west-1:111122223333:operators"
       allowed  the ARN of an SNS topic, like arn:aws:sns:ap-northeast-1:123456789012:operators
       fix      Change it. In the environment's region."
    `);
    expect(resolve({ "alarms.topic": { kind: "existing", arn: `${ARN}.fifo` } })).toContain(
      "alarms.topic.arn",
    );
  });
});
