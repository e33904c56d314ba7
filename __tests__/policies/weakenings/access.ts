import type { ExpectedWeakening } from "./weakening";
import { of } from "./weakening";

const document = (path: string) => `data.aws_iam_policy_document.${path}`;
const EXECUTION = document("roles_execution-role");
const DEPLOY = document("ci_deploy-role_permissions");
const PLAN = "aws_iam_role.ci_plan-role";

/** Every protection of who may do what. */
export const ACCESS: readonly ExpectedWeakening[] = [
  ...of("constructs/aws/role", [
    [
      "confused-deputy",
      document("roles_task-role_trust"),
      "aws:SourceAccount",
      '      equals("aws:SourceAccount", accountId),\n',
      "",
    ],
    [
      "pull-requests",
      PLAN,
      "nothing denies it kms:Decrypt",
      "{ statement: statements }",
      '{ statement: statements.filter(({ effect }) => effect !== "Deny") }',
    ],
  ]),
  ...of("constructs/ci/github", [
    [
      "iam-trust",
      document("ci_deploy-role_trust"),
      "StringEquals",
      '{ test: "StringEquals", variable: `${GITHUB_HOST}:sub`',
      '{ test: "StringLike", variable: `${GITHUB_HOST}:sub`',
    ],
    [
      "iam-trust",
      document("ci_deploy-role_trust"),
      "compare :sub and :aud",
      '        { test: "StringEquals", variable: `${GITHUB_HOST}:aud`, values: [GITHUB_AUDIENCE] },\n',
      "",
    ],
  ]),
  ...of("constructs/ci/ci", [
    [
      "iam-trust",
      document("ci_deploy-role_trust"),
      "compare :sub and :aud",
      "`repo:${ci.deployRepository}:environment:${ci.deployEnvironment}`",
      "`repo:${ci.deployRepository}:*`",
    ],
    [
      "pull-requests",
      PLAN,
      "let it only read",
      "statements: planPermissions(environment)",
      "statements: deploy",
    ],
  ]),
  ...of("constructs/ci/plan-permissions", [
    ["pull-requests", PLAN, "nothing denies it kms:Decrypt", '        "kms:Decrypt",\n', ""],
    [
      "pull-requests",
      PLAN,
      "allows ssm:PutParameter",
      'actions: ["ssm:GetParameter"]',
      'actions: ["ssm:GetParameter", "ssm:PutParameter"]',
    ],
    [
      "iam-wildcards",
      document("ci_plan-role_permissions"),
      "opens secrets by the pattern",
      "`arn:aws:ssm:${region}::parameter/aws/service/ecs/optimized-ami/*`",
      "`arn:aws:ssm:${region}:${environment.accountId}:parameter/*`",
    ],
    [
      "iam-wildcards",
      document("ci_plan-role_permissions"),
      "statement ReadTheState allows it on every resource",
      "resources: [`${bucket}/${application}/${environment.environment}/*`]",
      'resources: ["*"]',
    ],
  ]),
  ...of("constructs/ci/deploy-permissions", [
    [
      "iam-trust",
      DEPLOY,
      "statement PassTheTasksRoles passes roles to any service",
      '{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },',
      "",
    ],
    [
      "iam-trust",
      DEPLOY,
      "statement PassTheTasksRoles passes roles by a pattern",
      'actions: ["iam:PassRole"],\n      resources: [names.taskRole.arn, names.executionRole.arn]',
      'actions: ["iam:PassRole"],\n      resources: [`arn:aws:iam::${accountId}:role/*`]',
    ],
    [
      "iam-conditions",
      DEPLOY,
      "statement RunTasks reaches every cluster of the account",
      "resources: families,\n      condition: [inThisCluster],",
      "resources: families,",
    ],
    [
      "iam-conditions",
      DEPLOY,
      "statement TagRevisions changes the tags of what is there",
      '      condition: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RegisterTaskDefinition"] }],\n',
      "",
    ],
    [
      "iam-wildcards",
      DEPLOY,
      "statement RegisterRevisions allows it on every resource",
      'actions: ["ecs:RegisterTaskDefinition"],\n      resources: families',
      'actions: ["ecs:RegisterTaskDefinition"],\n      resources: ["*"]',
    ],
    [
      "iam-wildcards",
      DEPLOY,
      "statement SayWhichImageRuns opens secrets by the pattern",
      'actions: ["ssm:GetParameter", "ssm:PutParameter"],\n      resources: IMAGES.map((image) => names.imageParameter(image).arn)',
      'actions: ["ssm:GetParameter", "ssm:PutParameter"],\n      resources: [names.secret("*").arn]',
    ],
    [
      "iam-wildcards",
      DEPLOY,
      "statement UpdateServices allows ecs:*",
      '"ecs:DescribeServiceDeployments",',
      '"ecs:*",',
    ],
  ]),
  ...of(
    "constructs/ci/deploy-user",
    [
      [
        "iam-wildcards",
        "aws_iam_user_policy_attachment.ci_deploy-user",
        "attach it to a group",
        'import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment"',
        'import { IamUserPolicyAttachment as IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment"',
      ],
      [
        "iam-wildcards",
        "aws_iam_group_policy_attachment.ci_deploy-user",
        "which AWS widens as it likes",
        "policyArn: policy.arn",
        'policyArn: "arn:aws:iam::aws:policy/PowerUserAccess"',
      ],
      [
        "iam-wildcards",
        document("ci_deploy-user_permissions"),
        "name the actions",
        "{ statement: statements }",
        '{ statement: [{ actions: ["*"], resources: ["*"] }] }',
      ],
    ],
    "existing-network",
  ),
  ...of("constructs/containers/task-roles", [
    [
      "iam-wildcards",
      EXECUTION,
      "statement OpenSecrets allows it on every resource",
      "resources: [names.anySecretArn, ...passwordArns]",
      'resources: ["*"]',
    ],
    [
      "iam-wildcards",
      EXECUTION,
      "statement OpenSecrets opens secrets by the pattern",
      "names.anySecretArn",
      'names.anySecretArn.replace("/secret/", "/")',
    ],
    [
      "iam-wildcards",
      EXECUTION,
      "statement OpenSecrets allows ssm:*",
      'actions: ["ssm:GetParameters"]',
      'actions: ["ssm:*"]',
    ],
    [
      "iam-conditions",
      EXECUTION,
      "statement DecryptSecrets uses a key for anything",
      'variable: "kms:ViaService"',
      'variable: "aws:RequestedRegion"',
    ],
  ]),
];
