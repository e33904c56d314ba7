import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Fn } from "cdktf";
import { template } from "../protected";
import { lambda, later } from "../resources";
import * as policies from "../../../policies/subjects/stack";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "hidden-dependencies": {
      "a function that waits for its role's policy": (stack) => {
        const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
        const policy = new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
        lambda(stack, { role: role.arn, dependsOn: [policy] });
      },
      "a function whose role is read through its policy": (stack) => {
        const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
        const policy = new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
        lambda(stack, { role: `arn:aws:iam::111122223333:role/${policy.role}` });
      },
    },
    "json-documents": {
      "a document that Terraform encodes": (stack) =>
        new IamPolicy(stack, "p", { policy: Fn.jsonencode({ Statement: [] }) }),
      "a number that is known later": (stack) =>
        new SqsQueue(stack, "q", { redrivePolicy: `{"maxReceiveCount": ${later(stack)}}` }),
    },
  },
  refuses: {
    "hidden-dependencies": {
      "a function whose role is named by a text": [
        (stack) => {
          const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
          new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
          lambda(stack, { role: "arn:aws:iam::111122223333:role/notifier" });
        },
        "the resource does not wait for aws_iam_role_policy.policy",
      ],
      "function beside its role's policy": [
        (stack) => {
          const role = new IamRole(stack, "role", { name: "notifier", assumeRolePolicy: "{}" });
          new IamRolePolicy(stack, "policy", { role: role.id, policy: "{}" });
          lambda(stack, { role: role.arn });
        },
        "aws_lambda_function.function: the resource does not wait for aws_iam_role_policy.policy, the policies of its role; otherwise",
      ],
    },
    "json-documents": {
      "malformed policy JSON": [
        (stack) => new IamPolicy(stack, "policy", { policy: '{"Statement": [' }),
        "aws_iam_policy.policy: policy is not JSON (",
      ],
      "malformed pattern JSON": [
        (stack) => new CloudwatchEventRule(stack, "rule", { eventPattern: "{source: aws.ecs}" }),
        "aws_cloudwatch_event_rule.rule: event_pattern is not JSON (",
      ],
      "malformed container JSON": [
        (stack) =>
          new EcsTaskDefinition(stack, "task", { family: "web", containerDefinitions: '[{"name": "app",}]' }),
        "aws_ecs_task_definition.task: container_definitions is not JSON (",
      ],
    },
  },
  protects: {
    tags: {
      "their volumes": [
        template,
        { tagSpecifications: [] },
        "tag_specifications of volume has no application, environment, stack, managed-by",
      ],
    },
  },
});
