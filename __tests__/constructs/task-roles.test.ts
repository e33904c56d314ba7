import { statement, synthesize } from "../helpers/stacks";

const { service } = synthesize();

describe("the execution role", () => {
  it("opens exactly the secrets that the containers name", () => {
    expect(statement(service, "OpenSecrets")).toMatchObject({
      actions: ["ssm:GetParameters"],
      resources: [
        "${data.terraform_remote_state.base.outputs.secretArns.APP_KEY}",
        "${data.terraform_remote_state.base.outputs.databasePasswordArn}",
      ],
    });
  });

  it("decrypts through Systems Manager only", () => {
    expect(statement(service, "DecryptSecrets").condition).toEqual([
      {
        test: "StringEquals",
        variable: "kms:ViaService",
        values: ["ssm.ap-northeast-1.amazonaws.com"],
      },
    ]);
  });

  it("pulls this environment's images and writes this environment's logs", () => {
    expect(JSON.stringify(statement(service, "PullImages").resources)).not.toContain("*");
    expect(statement(service, "WriteLogs").resources).toHaveLength(5);
  });
});

describe("both roles", () => {
  it("are assumed by ECS tasks of this account", () => {
    const trust = Object.entries(service.data.aws_iam_policy_document ?? {}).flatMap(([id, { statement }]) =>
      /^roles_.*_trust_/.test(id) ? (statement as Record<string, unknown>[]) : [],
    );

    expect(trust).toHaveLength(2);
    for (const each of trust) {
      expect(each).toMatchObject({
        principals: [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
        condition: [{ variable: "aws:SourceAccount", values: ["123456789012"] }],
      });
    }
  });
});
