import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, statement, statements, synthesize } from "../../helpers/stacks";

const ACCOUNT = "ap-northeast-1:123456789012";

const trusted = (base: ReturnType<typeof synthesize>["base"]) =>
  statements(base)
    .filter(({ actions }) => (actions as string[]).includes("sts:AssumeRoleWithWebIdentity"))
    .map(({ condition }) => condition as { test: string; variable: string; values: string[] }[]);

describe("CI on GitHub", () => {
  const { base } = synthesize();

  it("deploys from one repository's jobs in one GitHub environment, and from nowhere else", () => {
    expect(trusted(base)[0]).toEqual([
      {
        test: "StringEquals",
        variable: "token.actions.githubusercontent.com:aud",
        values: ["sts.amazonaws.com"],
      },
      {
        test: "StringEquals",
        variable: "token.actions.githubusercontent.com:sub",
        values: ["repo:example/api:environment:production"],
      },
    ]);
  });

  it("is named with its ids where GitHub's tokens do", () => {
    const { base: withIds } = synthesize({
      ci: {
        identity: "github-oidc",
        deployRepository: "example@1234/api@5678",
        deployEnvironment: "production",
        planRepository: "example@1234/laravel-ecs@9012",
      },
    });

    expect(trusted(withIds)[0]?.[1]?.values).toEqual(["repo:example@1234/api@5678:environment:production"]);
  });

  it("plans pull requests and the main branch of this project's repository", () => {
    expect(trusted(base)[1]?.[1]?.values).toEqual([
      "repo:example/laravel-ecs:pull_request",
      "repo:example/laravel-ecs:ref:refs/heads/main",
    ]);
  });

  it("keeps no key anywhere", () => {
    expect(all(base, "aws_iam_user")).toEqual([]);
    expect(all(base, "aws_iam_access_key")).toEqual([]);
  });

  it("shares the account's one GitHub provider with other environments", () => {
    const second = synthesize({
      ci: {
        identity: "github-oidc",
        deployRepository: "example/api",
        deployEnvironment: "production",
        planRepository: "example/laravel-ecs",
        provider: "existing",
      },
    }).base;

    expect(all(base, "aws_iam_openid_connect_provider")).toHaveLength(1);
    expect(all(second, "aws_iam_openid_connect_provider")).toEqual([]);
    expect(second.data.aws_iam_openid_connect_provider).toBeDefined();
  });
});

describe("CI elsewhere", () => {
  const ci: EnvironmentInput["ci"] = { identity: "iam-user" };
  const { base } = synthesize({ ci });

  it("is an IAM user with the rights of its group, whose access key Terraform never sees", () => {
    expect(only(base, "aws_iam_user").name).toBe("api-production-deploy");
    expect(all(base, "aws_iam_policy").map(({ name }) => name)).toEqual([
      "api-production-deploy-ecs",
      "api-production-deploy",
    ]);
    expect(all(base, "aws_iam_group_policy_attachment")).toHaveLength(2);
    expect(all(base, "aws_iam_user_policy")).toEqual([]);
    expect(all(base, "aws_iam_access_key")).toEqual([]);
  });
});

describe("a deploy", () => {
  const { base } = synthesize();

  it("pushes to the two repositories", () => {
    expect(statement(base, "PushImages").resources).toEqual([
      `arn:aws:ecr:${ACCOUNT}:repository/api-production/app`,
      `arn:aws:ecr:${ACCOUNT}:repository/api-production/nginx`,
    ]);
  });

  it("updates this environment's services and runs this environment's tasks in this cluster", () => {
    expect(statement(base, "UpdateServices").resources).toEqual(
      expect.arrayContaining(
        ["web", "worker", "scheduler", "worker_*"].map(
          (role) => `arn:aws:ecs:${ACCOUNT}:service/api-production/${role}`,
        ),
      ),
    );
    expect(statement(base, "RunTasks")).toMatchObject({
      resources: ["web", "worker", "scheduler", "migrate", "worker_*"].map(
        (role) => `arn:aws:ecs:${ACCOUNT}:task-definition/api-production-${role}:*`,
      ),
      condition: [
        { variable: "ecs:cluster", values: [`arn:aws:ecs:${ACCOUNT}:cluster/api-production`] },
        {
          variable: "ecs:capacity-provider",
          values: [`arn:aws:ecs:${ACCOUNT}:capacity-provider/api-production`],
        },
        { test: "Null", variable: "ecs:capacity-provider", values: ["false"] },
      ],
    });
  });

  it("registers and tags revisions of this environment's families only", () => {
    const families = ["web", "worker", "scheduler", "migrate", "worker_*"].map(
      (role) => `arn:aws:ecs:${ACCOUNT}:task-definition/api-production-${role}:*`,
    );

    expect(statement(base, "RegisterRevisions").resources).toEqual(families);
    expect(statement(base, "TagRevisions")).toMatchObject({
      resources: families,
      condition: [{ variable: "ecs:CreateAction", values: ["RegisterTaskDefinition"] }],
    });
  });

  it("passes the tasks' two roles to ECS tasks and to nothing else", () => {
    expect(statement(base, "PassTheTasksRoles")).toMatchObject({
      actions: ["iam:PassRole"],
      resources: [
        "arn:aws:iam::123456789012:role/api-production-task",
        "arn:aws:iam::123456789012:role/api-production-task-execution",
      ],
      condition: [{ variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] }],
    });
  });

  it("says which image runs, and reads no other parameter", () => {
    expect(statement(base, "SayWhichImageRuns").resources).toEqual([
      `arn:aws:ssm:${ACCOUNT}:parameter/api-production/image/app`,
      `arn:aws:ssm:${ACCOUNT}:parameter/api-production/image/nginx`,
    ]);
  });
});

describe("a plan of a pull request", () => {
  const { base } = synthesize();

  it("reads this environment's state", () => {
    expect(statement(base, "ReadTheState").resources).toEqual([
      "arn:aws:s3:::api-terraform-state-123456789012/api/production/*",
    ]);
  });

  it("decrypts nothing", () => {
    expect(statement(base, "DecryptNothing")).toMatchObject({
      effect: "Deny",
      actions: expect.arrayContaining(["kms:Decrypt", "ssm:GetParameters"]) as string[],
      resources: ["*"],
    });
    expect(JSON.stringify(statement(base, "ReadPublicParametersAndImageTags"))).not.toMatch(
      /secret|password/,
    );
  });
});
