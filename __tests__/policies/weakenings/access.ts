import { at, create, remove, set } from "./mutation";
import type { Weakening } from "./weakening";
import { rows } from "./weakening";

const PLAN = "aws_iam_role.ci_plan-role";
const PLAN_MAY = "data.aws_iam_policy_document.ci_plan-role_permissions";
const DEPLOY = "data.aws_iam_policy_document.ci_deploy-role_permissions";
const DEPLOY_TRUST = "data.aws_iam_policy_document.ci_deploy-role_trust";
const EXECUTION = "data.aws_iam_policy_document.roles_execution-role_permissions";

/** Every protection of who may do what. */
export const ACCESS: readonly Weakening[] = [
  ...rows("production", {
    "confused-deputy": [
      [
        "data.aws_iam_policy_document.roles_task-role_trust",
        "aws:SourceAccount",
        remove("statement.0.condition.aws:SourceAccount"),
      ],
    ],
    "pull-requests": [
      [PLAN, "no statement denies kms:Decrypt", at(PLAN_MAY, remove("statement.DecryptNothing"))],
      [
        PLAN,
        "allow only actions that read",
        at(PLAN_MAY, set("statement.ReadTheState.actions", ["s3:GetObject", "s3:PutObject"])),
      ],
      [PLAN, "no statement denies kms:Decrypt", at(PLAN_MAY, remove("statement.DecryptNothing.actions.0"))],
      [
        PLAN,
        "allows ssm:PutParameter",
        at(PLAN_MAY, set("statement.ReadPublicParametersAndImageTags.actions.1", "ssm:PutParameter")),
      ],
    ],
    "iam-trust": [
      [DEPLOY_TRUST, "StringEquals", set("statement.0.condition.1.test", "StringLike")],
      [DEPLOY_TRUST, "compare :sub and :aud", remove("statement.0.condition.0")],
      [DEPLOY_TRUST, "compare :sub and :aud", set("statement.0.condition.1.values.0", "repo:example/api:*")],
      [
        DEPLOY,
        "statement PassTheTasksRoles passes roles to any service",
        remove("statement.PassTheTasksRoles.condition.iam:PassedToService"),
      ],
      [
        DEPLOY,
        "statement PassTheTasksRoles passes roles by a pattern",
        set("statement.PassTheTasksRoles.resources", ["arn:aws:iam::123456789012:role/*"]),
      ],
    ],
    "iam-wildcards": [
      [
        PLAN_MAY,
        "reads secrets by the pattern",
        set(
          "statement.ReadPublicParametersAndImageTags.resources.0",
          "arn:aws:ssm:ap-northeast-1:123456789012:parameter/*",
        ),
      ],
      [
        PLAN_MAY,
        "statement ReadTheState allows its actions on every resource",
        set("statement.ReadTheState.resources.0", "*"),
      ],
      [
        DEPLOY,
        "statement RegisterRevisions allows its actions on every resource",
        set("statement.RegisterRevisions.resources", ["*"]),
      ],
      [
        DEPLOY,
        "statement SayWhichImageRuns reads secrets by the pattern",
        set("statement.SayWhichImageRuns.resources", [
          "arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/secret/*",
        ]),
      ],
      [DEPLOY, "statement UpdateServices allows ecs:*", set("statement.UpdateServices.actions.0", "ecs:*")],
      [
        PLAN_MAY,
        "statement LookUp allows ec2:Describe*: name the actions",
        set("statement.LookUp.actions.1", "ec2:Describe*"),
      ],
      [
        PLAN_MAY,
        "statement LookAtRoles allows its actions on every resource that arn:aws:iam::123456789012:role/* matches",
        set("statement.LookAtRoles.resources", ["arn:aws:iam::123456789012:role/*"]),
      ],
      [PLAN_MAY, "not_actions allows all others", set("statement.LookAtRoles.not_actions", ["iam:PassRole"])],
      [
        PLAN,
        "managed_policy_arns is arn:aws:iam::aws:policy/ReadOnlyAccess",
        set("managed_policy_arns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
      ],
      [
        "aws_iam_role_policy.ci_deploy-role_policy",
        "no policy checks its statements",
        set("policy", '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'),
      ],
      [
        EXECUTION,
        "statement OpenSecrets allows its actions on every resource",
        set("statement.OpenSecrets.resources", ["*"]),
      ],
      [
        EXECUTION,
        "statement OpenSecrets reads secrets by the pattern",
        set(
          "statement.OpenSecrets.resources.0",
          "arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/*",
        ),
      ],
      [EXECUTION, "statement OpenSecrets allows ssm:*", set("statement.OpenSecrets.actions.0", "ssm:*")],
    ],
    "iam-conditions": [
      [
        DEPLOY,
        "statement RunTasks reaches every cluster of the account",
        remove("statement.RunTasks.condition"),
      ],
      [
        DEPLOY,
        "statement RunTasks runs tasks on other hosts and on Fargate",
        remove("statement.RunTasks.condition.1"),
      ],
      [DEPLOY, "statement RunTasks runs tasks by a launch type", remove("statement.RunTasks.condition.2")],
      [
        DEPLOY,
        "statement TagRevisions changes the tags of existing resources",
        remove("statement.TagRevisions.condition"),
      ],
      [
        EXECUTION,
        "statement DecryptSecrets uses a key for anything",
        set("statement.DecryptSecrets.condition.kms:ViaService.variable", "aws:RequestedRegion"),
      ],
    ],
  }),
  ...rows("existing-network", {
    "iam-wildcards": [
      [
        "aws_iam_policy.ci_deploy-user_policy",
        "no policy checks its statements",
        set("policy", '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'),
      ],
      [
        "aws_iam_user_policy_attachment.ci_deploy-user",
        "attach it to a group",
        create("aws_iam_user_policy_attachment.ci_deploy-user", {
          user: "deploy",
          policy_arn: "arn:aws:iam::123456789012:policy/deploy",
        }),
      ],
      [
        "aws_iam_group_policy_attachment.ci_deploy-user_attachment",
        "which AWS can extend at any time",
        set("policy_arn", "arn:aws:iam::aws:policy/PowerUserAccess"),
      ],
      [
        "data.aws_iam_policy_document.ci_deploy-user_permissions",
        "name the actions",
        set("statement", [{ actions: ["*"], resources: ["*"] }]),
      ],
    ],
  }),
];
