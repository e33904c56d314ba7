import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Environment } from "../environments/environment";
import { IMAGES, namesOf, ROLES, SERVICES } from "../environments/names";
import { PUSH_ACTIONS } from "./image-repository";
import { anyResource } from "../policies/exceptions";

/**
 * What a deploy may do, and nothing else: push the two images, register revisions, update this environment's services,
 * run its tasks in this cluster, and say which image runs.
 *
 * Who may register a task definition and pass the tasks' roles can make a task that reads what those roles can read. So
 * the families and the roles are this environment's only, and the GitHub environment should ask a reviewer.
 */
export function deployPermissions(environment: Environment): DataAwsIamPolicyDocumentStatement[] {
  const names = namesOf(environment);
  const { accountId, region } = environment;
  const ecs = (resource: string) => `arn:aws:ecs:${region}:${accountId}:${resource}`;
  const families = ROLES.map((role) => names.taskFamily(role).arn);
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
