import type { Policy } from "../policy";
import { allowancesOf } from "../statements";
import { found, unless } from "../values";

interface Narrowing {
  readonly code: string;
  readonly actions: RegExp;
  readonly variables: RegExp;
  readonly says: string;
}

const NARROWINGS: readonly Narrowing[] = [
  {
    code: "any-use",
    actions: /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/,
    variables: /^kms:(ViaService$|EncryptionContext:)/,
    says: "uses a key for anything: add a condition on kms:ViaService or kms:EncryptionContext",
  },
  {
    code: "any-grant",
    actions: /^kms:CreateGrant$/,
    variables: /^kms:GrantIsForAWSResource$/,
    says: "hands the key on to anybody: add a condition on kms:GrantIsForAWSResource",
  },
  {
    code: "any-cluster",
    actions: /^ecs:(ListTasks|Poll|RunTask|StartTask|StartTelemetrySession|UpdateContainerInstancesState)$/,
    variables: /^ecs:cluster$/,
    says: "reaches every cluster of the account: add a condition on ecs:cluster",
  },
  {
    code: "any-tagging",
    actions: /^ecs:TagResource$/,
    variables: /^ecs:CreateAction$/,
    says: "changes the tags of what is there: add a condition on ecs:CreateAction",
  },
];

const COMPARES = ["StringEquals", "ArnEquals", "Bool"];

export const iamConditions: Policy = {
  name: "iam-conditions",
  reason:
    "The resource alone does not say where, or through what: the permission reaches further than its purpose.",
  source: 'AWS: "Actions, resources, and condition keys for AWS services", Service Authorization Reference',
  types: ["data.aws_iam_policy_document"],
  check: (block) =>
    allowancesOf(block)
      // A service is narrowed by whom it acts for: see iam-trust.
      .filter(({ principals }) => principals.every(({ type }) => type !== "Service"))
      .flatMap(({ at, title, actions, conditions }) =>
        NARROWINGS.filter((narrowing) => actions.some((action) => narrowing.actions.test(action))).flatMap(
          ({ code, variables, says }) =>
            unless(
              conditions.some(
                ({ test, variable, values }) =>
                  COMPARES.includes(test) &&
                  variables.test(variable) &&
                  values.every((value) => !String(value).includes("*")),
              ),
              found(code, `${title} ${says}`, at),
            ),
        ),
      ),
};
