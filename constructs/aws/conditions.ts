import type { DataAwsIamPolicyDocumentStatementCondition as Condition } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

const equals = (variable: string, ...values: string[]): Condition => ({
  test: "StringEquals",
  variable,
  values,
});

/** A KMS key is used through one of these services, e.g. `ssm`, and not directly. */
export const viaService = (region: string, ...services: string[]): Condition =>
  equals("kms:ViaService", ...services.map((service) => `${service}.${region}.amazonaws.com`));

/** The action concerns this ECS cluster. */
export const inCluster = (clusterArn: string): Condition => ({
  test: "ArnEquals",
  variable: "ecs:cluster",
  values: [clusterArn],
});

/** Tags are set while this ECS action creates the resource, and not later. */
export const createdBy = (ecsAction: string): Condition => equals("ecs:CreateAction", ecsAction);

/** The role is passed to ECS tasks, and to no other service. */
export const passedToTasks: Condition = equals("iam:PassedToService", "ecs-tasks.amazonaws.com");
