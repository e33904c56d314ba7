import type { Environment } from "../../../config/environment";
import { resolveEnvironments } from "../../../config/resolve-environments";
import { namesOf } from "../../../facts/names";
import { production } from "../../environments/production";
import { statement, synthesize } from "../../helpers/stacks";

const { service } = synthesize();
const [environment] = resolveEnvironments([production]) as [Environment];

describe("the execution role", () => {
  it("opens the application's secrets and the password that the containers name", () => {
    expect(statement(service, "OpenSecrets")).toMatchObject({
      actions: ["ssm:GetParameters"],
      resources: [
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/secret/*",
        "${data.terraform_remote_state.base.outputs.databasePasswordArn}",
      ],
    });
  });

  it("opens by its pattern the secrets of this environment, and no other parameter of any", () => {
    const [pattern = ""] = statement(service, "OpenSecrets").resources as string[];
    const opens = (arn: string) => new RegExp(`^${pattern.replace("*", ".*")}$`).test(arn);
    const ours = namesOf(environment);

    expect(opens(ours.secret("APP_KEY").arn)).toBe(true);
    const parameters = [
      ours.databasePassword,
      ours.applicationUserPassword,
      ours.slackWebhook,
      ours.imageParameter("app"),
      ...["api", "api-production-2", "api-staging"].map((name) =>
        namesOf({ ...environment, name }).secret("APP_KEY"),
      ),
      namesOf({ ...environment, accountId: "999999999999" }).secret("APP_KEY"),
    ];
    expect(parameters.filter(({ arn }) => opens(arn))).toEqual([]);
  });

  it("has room for any number of secrets", () => {
    const many = Object.fromEntries(
      Array.from({ length: 150 }, (_each, index) => [`SECRET_${index}`, { source: "operator" as const }]),
    );
    expect(
      statement(synthesize({ secrets: { APP_KEY: { source: "generated" }, ...many } }).service, "OpenSecrets")
        .resources,
    ).toHaveLength(2);
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
