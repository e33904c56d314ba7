import { all, only, statement, synthesize } from "../../../helpers/stacks";

const { base } = synthesize();
const FROM_OUR_ALARMS = [
  { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] },
  {
    test: "ArnLike",
    variable: "aws:SourceArn",
    values: ["arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-production/*"],
  },
];

describe("the topic of alarms", () => {
  it("is encrypted under the environment's key, which CloudWatch may use for these alarms only", () => {
    expect(only(base, "aws_sns_topic")).toMatchObject({
      name: "api-production-alarms",
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./) as string,
    });
    const inTheKeysPolicy = Object.entries(base.data.aws_iam_policy_document ?? {}).find(([id]) =>
      id.startsWith("key_policy_"),
    )?.[1].statement;
    expect(inTheKeysPolicy).toContainEqual({
      sid: "AnnounceAlarms",
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      resources: ["*"],
      condition: FROM_OUR_ALARMS,
    });
  });

  it("takes announcements of this environment's alarms only, and by TLS only", () => {
    const [, policy] =
      Object.entries(base.data.aws_iam_policy_document ?? {}).find(([id]) =>
        id.startsWith("alarm-topic_policy-document_"),
      ) ?? [];

    expect(policy?.statement).toEqual([
      expect.objectContaining({
        principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
        actions: ["sns:Publish"],
        condition: FROM_OUR_ALARMS,
      }),
      expect.objectContaining({
        sid: "TlsOnly",
        effect: "Deny",
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      }),
    ]);
  });

  it("sends an e-mail to each address", () => {
    expect(all(base, "aws_sns_topic_subscription")).toEqual([
      expect.objectContaining({
        topic_arn: expect.stringMatching(/^\$\{aws_sns_topic\./) as string,
        protocol: "email",
        endpoint: "operators@example.com",
      }),
    ]);
  });

  it("is there only where it is asked for, and only then CloudWatch may use the key", () => {
    for (const alarms of [
      {},
      { topic: { kind: "existing", arn: "arn:aws:sns:ap-northeast-1:1234567890" + "12:x" } },
    ] as const) {
      const without = synthesize({ alarms }).base;

      expect(all(without, "aws_sns_topic")).toEqual([]);
      expect(() => statement(without, "AnnounceAlarms")).toThrow("no statement");
    }
  });
});
