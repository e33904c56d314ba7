import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Environment } from "../../config/environment";
import { IMAGES, namesOf, WORKLOADS, SERVICES } from "../../facts/names";
import { PUSH_ACTIONS } from "../containers/image-repository";
import { anyResource } from "../../policies/exceptions";

/** Whose logs say why a release failed. */
const CONTAINERS = ["nginx", "app", "worker", "scheduler", "migrate"];

/**
 * What a deploy may do, and nothing else: push the two images, register revisions, update this environment's services,
 * run its tasks in this cluster, say why they failed, and say which image runs.
 *
 * Who may register a task definition and pass the tasks' roles can make a task that reads what those roles can read. So
 * the families and the roles are this environment's only, and the GitHub environment should ask a reviewer.
 */
export function deployPermissions(environment: Environment): DataAwsIamPolicyDocumentStatement[] {
  const names = namesOf(environment);
  const { accountId, region } = environment;
  const ecs = (resource: string) => `arn:aws:ecs:${region}:${accountId}:${resource}`;
  const families = WORKLOADS.map((role) => names.taskFamily(role).arn);
  const logGroup = (container: string) =>
    `arn:aws:logs:${region}:${accountId}:log-group:${names.logGroup(container)}`;
  const inThisCluster = { test: "ArnEquals", variable: "ecs:cluster", values: [names.cluster.arn] };

  return [
    {
      sid: "LogInToTheRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: anyResource("It has no resource (Service Authorization Reference, Amazon ECR)."),
    },
    {
      sid: "PushImages",
      actions: PUSH_ACTIONS,
      resources: IMAGES.map((image) => names.repository(image).arn),
    },
    {
      sid: "RegisterRevisions",
      actions: ["ecs:RegisterTaskDefinition"],
      resources: families,
    },
    {
      sid: "TagRevisions",
      // A revision without the tags of the one before it would be a change for Terraform to undo.
      actions: ["ecs:TagResource"],
      resources: families,
      condition: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RegisterTaskDefinition"] }],
    },
    {
      sid: "DeregisterBadRevisions",
      actions: ["ecs:DeregisterTaskDefinition"],
      // Running tasks do not notice, and a revision can be registered again; see docs/adr/0019.
      resources: anyResource(
        "It has neither a resource nor a condition (Service Authorization Reference, Amazon ECS).",
      ),
    },
    {
      sid: "LookAtRevisions",
      actions: ["ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"],
      resources: anyResource("Neither has a resource (Service Authorization Reference, Amazon ECS)."),
    },
    {
      sid: "UpdateServices",
      actions: [
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeServiceRevisions",
        "ecs:DescribeServices",
        "ecs:ListServiceDeployments",
        "ecs:StopServiceDeployment",
        "ecs:UpdateService",
      ],
      resources: [
        ...SERVICES.map((role) => names.service(role).arn),
        ecs(`service-deployment/${names.cluster.name}/*`),
        ecs(`service-revision/${names.cluster.name}/*`),
      ],
    },
    {
      sid: "RunTasks",
      actions: ["ecs:RunTask"],
      resources: families,
      condition: [inThisCluster],
    },
    {
      sid: "TagTasks",
      // Also for tags that ECS copies from the task definition (Amazon ECS Developer Guide, "Tagging resources on creation").
      actions: ["ecs:TagResource"],
      resources: [ecs(`task/${names.cluster.name}/*`)],
      condition: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
    },
    {
      sid: "FollowTasks",
      actions: ["ecs:DescribeTasks", "ecs:StopTask"],
      resources: [ecs(`task/${names.cluster.name}/*`)],
    },
    {
      sid: "ListTasks",
      actions: ["ecs:ListTasks"],
      resources: anyResource(
        "It takes a container instance, whose id nobody knows beforehand; the condition names the cluster.",
      ),
      condition: [inThisCluster],
    },
    {
      sid: "FindHosts",
      actions: ["ecs:ListContainerInstances"],
      resources: [names.cluster.arn],
    },
    {
      sid: "SayWhyNoTaskIsPlaced",
      actions: ["ecs:DescribeContainerInstances"],
      resources: [ecs(`container-instance/${names.cluster.name}/*`)],
    },
    {
      sid: "ReadLogs",
      actions: ["logs:GetLogEvents"],
      resources: CONTAINERS.map((container) => `${logGroup(container)}:log-stream:*`),
    },
    {
      sid: "FindMigrations",
      actions: ["logs:FilterLogEvents"],
      resources: [`${logGroup("migrate")}:*`],
    },
    {
      sid: "FindRoles",
      actions: ["iam:GetRole"],
      resources: [names.taskRole.arn, names.executionRole.arn],
    },
    {
      sid: "FindSecrets",
      // Whether there is one; neither its value nor its ciphertext.
      actions: ["ssm:ListTagsForResource"],
      resources: [names.databasePassword.arn, names.secret("*").arn],
    },
    {
      sid: "FindSettings",
      // Their names, which are hashes, and not their content.
      actions: ["s3:ListBucket"],
      resources: [names.settingsBucket.arn],
    },
    {
      sid: "OneReleaseAtATime",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [names.releaseLock.arn],
    },
    {
      sid: "PassTheTasksRoles",
      actions: ["iam:PassRole"],
      resources: [names.taskRole.arn, names.executionRole.arn],
      condition: [
        { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
      ],
    },
    {
      sid: "SayWhichImageRuns",
      actions: ["ssm:GetParameter", "ssm:PutParameter"],
      resources: IMAGES.map((image) => names.imageParameter(image).arn),
    },
  ];
}
