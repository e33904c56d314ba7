import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { IMAGES, MORE_WORKERS, SERVICES, WORKLOADS } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import {
  capacityIsNamed,
  createdBy,
  inCluster,
  ofFamilies,
  onCapacity,
  onHostsWithoutPrivileges,
  passedToTasks,
} from "../aws/conditions";
import { logInToTheRegistry } from "../aws/statements";
import { PUSH_ACTIONS } from "../containers/image-repository";

/** The containers whose logs show why a release failed. */
const CONTAINERS = ["nginx", "app", "worker", MORE_WORKERS, "scheduler", "migrate"];

/**
 * The permissions of a deployment: push the two images, register revisions, update the services of this environment, run tasks
 * in its cluster, read why they failed, and record which image runs.
 *
 * An identity that can register a task definition and pass the tasks' roles can run a task that reads whatever those roles
 * can read, and owns the hosts: IAM has no condition for a folder of the host that a container mounts. The statements are
 * therefore limited to the families, roles and hosts of this environment, and the GitHub environment should require a
 * reviewer (docs/access.md).
 */
export function deployPermissions(
  names: Names,
  { takesSnapshots }: { readonly takesSnapshots: boolean },
): Statement[] {
  return [
    ...(takesSnapshots ? snapshotStatements(names) : []),
    ...imageStatements(names),
    ...revisionStatements(names),
    serviceStatement(names),
    ...taskStatements(names, familyArns(names)),
    ...logStatements(names),
    ...releaseStatements(names),
    ...maintenanceStatements(names),
  ];
}

const familyArns = (names: Names) =>
  [...WORKLOADS, MORE_WORKERS].map((workload) => names.taskFamily(workload).arn);
const taskRoleArns = (names: Names) => [names.taskRole.arn, names.executionRole.arn];

/** Starting a task passes its roles. */
export const passTheTasksRoles = (names: Names): Statement => ({
  sid: "PassTheTasksRoles",
  actions: ["iam:PassRole"],
  resources: taskRoleArns(names),
  condition: [passedToTasks],
});

function imageStatements(names: Names): Statement[] {
  return [
    logInToTheRegistry(),
    {
      sid: "PushImages",
      // In one statement with the results of the scans: the policy of an IAM user has little space left (policy-sizes).
      actions: [...PUSH_ACTIONS, "ecr:DescribeImageScanFindings"],
      resources: IMAGES.map((image) => names.repository(image).arn),
    },
  ];
}

function revisionStatements(names: Names): Statement[] {
  const families = familyArns(names);
  return [
    {
      sid: "RegisterRevisions",
      actions: ["ecs:RegisterTaskDefinition"],
      resources: families,
      condition: onHostsWithoutPrivileges,
    },
    {
      sid: "TagRevisions",
      // Terraform would plan a change for a revision that lacks the tags of the one before it.
      actions: ["ecs:TagResource"],
      resources: families,
      condition: [createdBy("RegisterTaskDefinition")],
    },
    {
      sid: "HandleRevisions",
      // Deregistering does not affect running tasks, and a revision can be registered again; see ADR 13.
      actions: ["ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"],
      resources: anyResource(
        "They have neither a resource nor a condition (Service Authorization Reference, Amazon ECS).",
      ),
    },
  ];
}

function serviceStatement(names: Names): Statement {
  return {
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
      ...[...SERVICES, MORE_WORKERS].map((workload) => names.service(workload).arn),
      names.anyServiceDeploymentArn,
      names.anyServiceRevisionArn,
    ],
    // Only UpdateService has these keys. The others never send them.
    condition: [
      onCapacity(names.capacityProvider.arn),
      ofFamilies(...[...SERVICES, MORE_WORKERS].map((workload) => names.taskFamily(workload).arn)),
    ],
  };
}

/** Runs tasks of these families on the hosts of the environment, and follows them. */
export function taskStatements(names: Names, families: string[]): Statement[] {
  const inThisCluster = inCluster(names.cluster.arn);
  const tasks = [names.task("*").arn];
  return [
    {
      sid: "RunTasks",
      actions: ["ecs:RunTask"],
      resources: families,
      // RunTask has no key for subnets. A task on Fargate could be in any of the account's; a task on a host is in the host's
      // network.
      condition: [inThisCluster, onCapacity(names.capacityProvider.arn), capacityIsNamed],
    },
    {
      sid: "TagTasks",
      // Also for tags that ECS copies from the task definition (Amazon ECS Developer Guide, "Tagging resources on creation").
      actions: ["ecs:TagResource"],
      resources: tasks,
      condition: [createdBy("RunTask")],
    },
    { sid: "FollowTasks", actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: tasks },
    {
      sid: "ListTasks",
      actions: ["ecs:ListTasks"],
      resources: anyResource(
        "Its resource is a container instance, whose id is not known in advance; the condition names the cluster.",
      ),
      condition: [inThisCluster],
    },
    { sid: "FindHosts", actions: ["ecs:ListContainerInstances"], resources: [names.cluster.arn] },
    {
      sid: "SayWhyNoTaskIsPlaced",
      actions: ["ecs:DescribeContainerInstances"],
      resources: [names.anyContainerInstanceArn],
    },
  ];
}

function logStatements(names: Names): Statement[] {
  return [
    {
      sid: "ReadLogs",
      actions: ["logs:GetLogEvents"],
      resources: CONTAINERS.map((container) => `${names.logGroupArn(container)}:log-stream:*`),
    },
    {
      sid: "FindMigrations",
      actions: ["logs:FilterLogEvents"],
      resources: [`${names.logGroupArn("migrate")}:*`],
    },
  ];
}

/** Maintenance around a migration: two rules of the listener. */
function maintenanceStatements(names: Names): Statement[] {
  return [
    {
      sid: "FindTheListener",
      actions: [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
      ],
      resources: anyResource(
        "They have neither a resource nor a condition (Service Authorization Reference, Elastic Load Balancing V2).",
      ),
    },
    {
      sid: "AnswerInPlaceOfTheTasks",
      actions: ["elasticloadbalancing:CreateRule", "elasticloadbalancing:DeleteRule"],
      resources: [names.anyListenerArn, names.anyListenerRuleArn],
    },
  ];
}

/** `ops deploy --snapshot`: takes snapshots under the names of releases, and deletes the oldest of these. */
function snapshotStatements(names: Names): Statement[] {
  const snapshots = names.releaseSnapshot("*").arn;
  return [
    {
      sid: "TakeSnapshots",
      actions: ["rds:CreateDBSnapshot"],
      resources: [names.database.arn, snapshots],
    },
    { sid: "DeleteOldSnapshots", actions: ["rds:DeleteDBSnapshot"], resources: [snapshots] },
    {
      sid: "FindSnapshots",
      actions: ["rds:DescribeDBSnapshots"],
      resources: anyResource("The newest of a list are kept, and RDS lists all that a database has.", [
        names.database.arn,
        names.anySnapshotArn,
      ]),
    },
  ];
}

/** What a release checks before it starts, its lock, and what it records when it is done. */
function releaseStatements(names: Names): Statement[] {
  return [
    { sid: "FindRoles", actions: ["iam:GetRole"], resources: taskRoleArns(names) },
    {
      sid: "FindSecrets",
      // Whether a secret exists. The action returns neither its value nor its ciphertext.
      actions: ["ssm:ListTagsForResource"],
      resources: [names.databasePassword.arn, names.secret("*").arn],
    },
    {
      sid: "FindSettings",
      // The names of the files, which are hashes, and not their content.
      actions: ["s3:ListBucket"],
      resources: [names.settingsBucket.arn],
    },
    {
      sid: "OneReleaseAtATime",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [names.releaseLock.arn],
    },
    passTheTasksRoles(names),
    {
      sid: "SayWhichImageRuns",
      actions: ["ssm:GetParameter", "ssm:PutParameter"],
      resources: IMAGES.map((image) => names.imageParameter(image).arn),
    },
  ];
}
