import type { DataAwsIamPolicyDocumentStatementCondition as Condition } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/** The key of the request has one of these values. */
export const equals = (variable: string, ...values: string[]): Condition => ({
  test: "StringEquals",
  variable,
  values,
});

function given(variable: string): Condition {
  return { test: "Null", variable, values: ["false"] };
}

/** A KMS key is used through one of these services, e.g. `ssm`, and not directly. */
export const viaService = (region: string, ...services: string[]): Condition =>
  equals("kms:ViaService", ...services.map((service) => `${service}.${region}.amazonaws.com`));

/** The action concerns this ECS cluster. */
export const inCluster = (clusterArn: string): Condition => ({
  test: "ArnEquals",
  variable: "ecs:cluster",
  values: [clusterArn],
});

/**
 * The containers of a task definition run on container hosts, and have no privileges on them. A request may leave `privileged`
 * out, which means false, or `requiresCompatibilities`: tasks are kept off Fargate by `capacityIsNamed`. No key is required here,
 * because a deployment must not depend on its spelling: AWS's documents write `compatibility` and `compatability`.
 */
export const onHostsWithoutPrivileges: Condition[] = [
  { test: "StringEqualsIfExists", variable: "ecs:privileged", values: ["false"] },
  { test: "ForAllValues:StringEquals", variable: "ecs:compute-compatibility", values: ["EC2"] },
];

/** If capacity providers are named, they are these: no other hosts, and not Fargate. */
export const onCapacity = (providerArn: string): Condition => ({
  test: "ForAllValues:ArnEquals",
  variable: "ecs:capacity-provider",
  values: [providerArn],
});

/** A capacity provider is named. A launch type is then refused by ECS (Amazon ECS API Reference, "RunTask"). */
export const capacityIsNamed: Condition = given("ecs:capacity-provider");

/**
 * If a task definition is named, it is a revision of these families. Without this, an update could start a revision of another
 * environment, with the roles and so the secrets of that environment: AWS documents no `iam:PassRole` for UpdateService.
 */
export const ofFamilies = (...arns: string[]): Condition => ({
  test: "ArnLikeIfExists",
  variable: "ecs:task-definition",
  values: arns,
});

/** The grant is for an AWS service, which uses the key for a resource of the caller. */
export const forAwsResource: Condition = {
  test: "Bool",
  variable: "kms:GrantIsForAWSResource",
  values: ["true"],
};

/** Tags are set while this ECS action creates the resource, and not later. */
export const createdBy = (ecsAction: string): Condition => equals("ecs:CreateAction", ecsAction);

/** The role is passed to ECS tasks, and to no other service. */
export const passedToTasks: Condition = equals("iam:PassedToService", "ecs-tasks.amazonaws.com");
