import { change, mistakeIn, resolve } from "../change";
import { resolveEnvironments } from "../../../config/resolve-environments";

const ARN = "arn:aws:sns:eu-west-1:111122223333:operators";

describe("alarms", () => {
  it("exist unless they are disabled, and notify no topic unless one is set", () => {
    const [environment] = resolveEnvironments([change({})]);

    expect(environment?.alarms).toEqual({ enabled: true });
  });

  it("can notify a new topic or an existing one", () => {
    expect(resolve({ alarms: { topic: { kind: "create" } } })).toBe("accepted");
    expect(resolve({ alarms: { topic: { kind: "existing", arn: ARN } } })).toBe("accepted");
  });

  it("that are disabled have no topic", () => {
    expect(mistakeIn({ alarms: { enabled: false, topic: { kind: "create" } } })).toMatchInlineSnapshot(`
     "alarms.topic
       got      an object with kind, emails
       allowed  none while alarms.enabled is false, because no alarm would use it
       fix      Remove it, or set alarms.enabled to true."
    `);
  });

  it("notify a topic in their own region", () => {
    expect(mistakeIn({ "alarms.topic": { kind: "existing", arn: ARN.replace("eu-west-1", "us-east-1") } }))
      .toMatchInlineSnapshot(`
     "alarms.topic.arn
       got      "arn:aws:sns:us-east-1:111122223333:operators"
       allowed  a topic in eu-west-1: CloudWatch publishes to its own region only
       fix      Create one in eu-west-1, or let this environment create it: { kind: "create" }."
    `);
  });

  it("are sent to e-mail addresses, to each once", () => {
    expect(
      mistakeIn({
        "alarms.topic": { kind: "create", emails: ["a@shop.example", "b@shop.example", "a@shop.example"] },
      }),
    ).toMatchInlineSnapshot(`
     "alarms.topic.emails
       got      "a@shop.example" twice
       allowed  each address once
       fix      Remove one of them."
    `);
    expect(mistakeIn({ "alarms.topic": { kind: "create", emails: ["no-address"] } })).toMatchInlineSnapshot(`
     "alarms.topic.emails[0]
       got      "no-address"
       allowed  an e-mail address, like operators@example.com
       fix      Change it."
    `);
  });

  it("go to a topic, not to a queue or a FIFO topic", () => {
    expect(mistakeIn({ "alarms.topic": { kind: "existing", arn: ARN.replace("sns", "sqs") } }))
      .toMatchInlineSnapshot(`
     "alarms.topic.arn
       got      "arn:aws:sqs:eu-west-1:111122223333:operators"
       allowed  the ARN of an SNS topic, like arn:aws:sns:ap-northeast-1:123456789012:operators
       fix      Change it. The ARN of a topic in the environment's region."
    `);
    expect(resolve({ "alarms.topic": { kind: "existing", arn: `${ARN}.fifo` } })).toContain(
      "alarms.topic.arn",
    );
  });
});
