import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import type { TerraformStack } from "cdktf";
import { TerraformVariable } from "cdktf";

/** Resources that are in order, until `props` change one thing of them. */

export const task = (stack: TerraformStack, container: object, props: object = {}) =>
  new EcsTaskDefinition(stack, "task", {
    family: "web",
    containerDefinitions: JSON.stringify([{ name: "app", image: "app:1", memory: 64, ...container }]),
    ...props,
  });

export const service = (
  stack: TerraformStack,
  props: object,
  container: object = {},
  taskProps: object = {},
) =>
  new EcsService(stack, "service", {
    name: "web",
    taskDefinition: task(stack, container, taskProps).arn,
    ...props,
  });

export const schedule = (stack: TerraformStack, props: object) =>
  new SchedulerSchedule(stack, "schedule", {
    scheduleExpression: "rate(5 minutes)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: "arn:aws:sqs:eu-west-1:111122223333:jobs",
      roleArn: "arn:aws:iam::111122223333:role/schedule",
    },
    ...props,
  });

export const database = (stack: TerraformStack, props: object) =>
  new DbInstance(stack, "database", { instanceClass: "db.t4g.micro", skipFinalSnapshot: true, ...props });

export const lambda = (stack: TerraformStack, props: object) =>
  new LambdaFunction(stack, "function", {
    functionName: "notifier",
    role: "arn:aws:iam::111122223333:role/notifier",
    s3Bucket: "code",
    ...props,
  });

export const listener = (stack: TerraformStack, props: object) =>
  new LbListener(stack, "listener", {
    loadBalancerArn: "arn",
    defaultAction: [{ type: "fixed-response" }],
    ...props,
  });

/** A value that Terraform learns only later. */
export const later = (stack: TerraformStack) => new TerraformVariable(stack, "later", {}).stringValue;
