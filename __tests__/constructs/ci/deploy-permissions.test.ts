import type { Policy, Request } from "../../helpers/iam";
import { allows, permissionsOf } from "../../helpers/iam";
import { synthesize } from "../../helpers/stacks";

const permissions = permissionsOf(synthesize().base, "api-production-deploy");

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-1:123456789012:${resource}`;
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const inCluster = (name: string) => ({ "ecs:cluster": arn("ecs", `cluster/${name}`) });
const passedTo = (service: string) => ({ "iam:PassedToService": service });
const created = (by: string) => ({ "ecs:CreateAction": by });
const task = (cluster: string) => arn("ecs", `task/${cluster}/0123456789abcdef0123456789abcdef`);
const revision = (name: string) => arn("ecs", `task-definition/${name}`);
const parameter = (name: string) => arn("ssm", `parameter/api-production/${name}`);
const STATE = "arn:aws:s3:::api-terraform-state-123456789012/api/production/base.tfstate";
const TASKS = "ecs-tasks.amazonaws.com";
const HOST = "instance/i-0123456789abcdef0";

/** An identity with every right. It proves that a denial comes from the policy, and not from a malformed request. */
const ADMINISTRATOR: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

type Denial = [what: string, action: string, resource: string, context?: Request["context"]];

const DENIED: Record<string, Denial[]> = {
  "another environment of the same account": [
    ["its service", "ecs:UpdateService", arn("ecs", "service/api-staging/web")],
    ["a look at its service", "ecs:DescribeServices", arn("ecs", "service/api-staging/web")],
    [
      "its rollout",
      "ecs:StopServiceDeployment",
      arn("ecs", "service-deployment/api-staging/web/AbCdEfGhIjKlMnOpQrStU"),
    ],
    ["a task in its cluster", "ecs:RunTask", revision("api-production-web:1"), inCluster("api-staging")],
    ["its migration", "ecs:RunTask", revision("api-staging-migrate:1"), inCluster("api-staging")],
    ["its task definitions", "ecs:RegisterTaskDefinition", revision("api-staging-web:2")],
    ["its tasks", "ecs:StopTask", task("api-staging")],
    ["a look at its tasks", "ecs:DescribeTasks", task("api-staging")],
    [
      "its list of tasks",
      "ecs:ListTasks",
      arn("ecs", "container-instance/api-staging/0123"),
      inCluster("api-staging"),
    ],
    ["its task role", "iam:PassRole", role("api-staging-task"), passedTo(TASKS)],
    ["its deploy role", "sts:AssumeRole", role("api-staging-deploy")],
    ["its images", "ecr:PutImage", arn("ecr", "repository/api-staging/app")],
    ["which image it runs", "ssm:PutParameter", arn("ssm", "parameter/api-staging/image/app")],
  ],
  "what is not its own in its own cluster": [
    ["another service", "ecs:UpdateService", arn("ecs", "service/api-production/admin")],
    ["a service whose name begins alike", "ecs:UpdateService", arn("ecs", "service/api-production/web2")],
    ["another family", "ecs:RunTask", revision("mine:1"), inCluster("api-production")],
    [
      "a family whose name begins alike",
      "ecs:RunTask",
      revision("api-production-web2:1"),
      inCluster("api-production"),
    ],
    ["a family of its own making", "ecs:RegisterTaskDefinition", revision("mine:1")],
    [
      "a task on a host of its choice",
      "ecs:StartTask",
      revision("api-production-web:1"),
      inCluster("api-production"),
    ],
    ["a new service", "ecs:CreateService", arn("ecs", "service/api-production/web")],
    ["the end of a service", "ecs:DeleteService", arn("ecs", "service/api-production/web")],
    ["the end of the cluster", "ecs:DeleteCluster", arn("ecs", "cluster/api-production")],
    ["the hosts' membership", "ecs:DeregisterContainerInstance", arn("ecs", "cluster/api-production")],
    ["a shell in a task", "ecs:ExecuteCommand", task("api-production"), inCluster("api-production")],
    [
      "tags of a service",
      "ecs:TagResource",
      arn("ecs", "service/api-production/web"),
      created("CreateService"),
    ],
    ["tags of a revision that is there already", "ecs:TagResource", revision("api-production-web:1")],
  ],
  "other images": [
    ["another repository", "ecr:PutImage", arn("ecr", "repository/billing/app")],
    ["the end of an image", "ecr:BatchDeleteImage", arn("ecr", "repository/api-production/app")],
    ["the end of the repository", "ecr:DeleteRepository", arn("ecr", "repository/api-production/app")],
    ["who may pull", "ecr:SetRepositoryPolicy", arn("ecr", "repository/api-production/app")],
    ["overwriting tags", "ecr:PutImageTagMutability", arn("ecr", "repository/api-production/app")],
  ],
  roles: [
    ["the hosts'", "iam:PassRole", role("api-production-host"), passedTo(TASKS)],
    ["its own", "iam:PassRole", role("api-production-deploy"), passedTo(TASKS)],
    ["an administrator's", "iam:PassRole", role("Admin"), passedTo(TASKS)],
    ["the tasks', for a machine", "iam:PassRole", role("api-production-task"), passedTo("ec2.amazonaws.com")],
    [
      "the tasks', for a function",
      "iam:PassRole",
      role("api-production-task-execution"),
      passedTo("lambda.amazonaws.com"),
    ],
    ["the tasks', without a service", "iam:PassRole", role("api-production-task")],
    ["the tasks', to be assumed", "sts:AssumeRole", role("api-production-task")],
    ["more rights for itself", "iam:PutRolePolicy", role("api-production-deploy")],
    ["AWS's policies for itself", "iam:AttachRolePolicy", role("api-production-deploy")],
    ["other trust", "iam:UpdateAssumeRolePolicy", role("api-production-deploy")],
    ["new ones", "iam:CreateRole", role("api-production-admin")],
    ["users", "iam:CreateUser", "arn:aws:iam::123456789012:user/mallory"],
    ["keys", "iam:CreateAccessKey", "arn:aws:iam::123456789012:user/mallory"],
  ],
  "secrets and settings": [
    ["a secret", "ssm:GetParameter", parameter("secret/APP_KEY")],
    ["the database's password", "ssm:GetParameter", parameter("database/password")],
    ["several at once", "ssm:GetParameters", parameter("secret/APP_KEY")],
    ["all at once", "ssm:GetParametersByPath", arn("ssm", "parameter/api-production")],
    ["what a secret was", "ssm:GetParameterHistory", parameter("secret/APP_KEY")],
    ["another value for a secret", "ssm:PutParameter", parameter("secret/APP_KEY")],
    ["the end of the image parameter", "ssm:DeleteParameter", parameter("image/app")],
    [
      "a secret elsewhere",
      "secretsmanager:GetSecretValue",
      arn("secretsmanager", "secret:api-production-a1b2c3"),
    ],
    ["decrypting", "kms:Decrypt", arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")],
    ["encrypting", "kms:Encrypt", arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")],
    ["lending the key", "kms:CreateGrant", arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")],
    ["other settings", "s3:PutObject", "arn:aws:s3:::api-production-settings-123456789012/env/0123.env"],
    ["no settings", "s3:DeleteObject", "arn:aws:s3:::api-production-settings-123456789012/env/0123.env"],
    ["the state", "s3:GetObject", STATE],
    ["another state", "s3:PutObject", STATE],
  ],
  "everything around": [
    ["the database", "rds:DeleteDBInstance", arn("rds", "db:api-production")],
    ["a copy of the database", "rds:CreateDBSnapshot", arn("rds", "db:api-production")],
    ["a host", "ec2:TerminateInstances", arn("ec2", HOST)],
    ["a shell on a host", "ssm:StartSession", arn("ec2", HOST)],
    ["commands on a host", "ssm:SendCommand", arn("ec2", HOST)],
    ["the firewall", "ec2:AuthorizeSecurityGroupIngress", arn("ec2", "security-group/sg-0123456789abcdef0")],
    [
      "the size of the group",
      "autoscaling:UpdateAutoScalingGroup",
      arn(
        "autoscaling",
        "autoScalingGroup:1234abcd-12ab-34cd-56ef-1234567890ab:autoScalingGroupName/api-production",
      ),
    ],
    [
      "where requests go",
      "elasticloadbalancing:ModifyListener",
      arn("elasticloadbalancing", "listener/app/api-production/0123456789abcdef/0123456789abcdef"),
    ],
    ["names", "route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"],
    ["jobs", "sqs:ReceiveMessage", arn("sqs", "api-production-jobs")],
    ["a schedule", "scheduler:CreateSchedule", arn("scheduler", "schedule/default/api-production")],
    ["the notifier", "lambda:UpdateFunctionCode", arn("lambda", "function:api-production-deploy-notifier")],
    ["what the notifier hears", "events:PutTargets", arn("events", "rule/api-production-deploy-notifier")],
    ["the logs' end", "logs:DeleteLogGroup", arn("logs", "log-group:/api-production/app")],
  ],
};

describe.each(Object.entries(DENIED))("a deploy is denied %s:", (_, denials) => {
  it.each(denials)("%s (%s)", async (_what, action, resource, context = {}) => {
    const request = { action, resource, context };

    expect(await allows(permissions, request)).toBe(false);
    expect(await allows(ADMINISTRATOR, request)).toBe(true);
  });
});
