import { replaceExpressions } from "../../facts/expressions";
import { POLICY_LIMITS } from "../../facts/policy-limits";
import { nearest } from "../../facts/did-you-mean";
import { CONDITIONAL_ACTIONS } from "../../facts/sensitive-actions";
import type { Block } from "../block";
import type { Policy } from "../policy";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isObject, list, unless } from "../values";

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

export const iamStatements: Policy = {
  name: "iam-statements",
  reason: "IAM refuses a policy with an unknown element, when half of the stack is already created.",
  source: 'AWS: "IAM JSON policy elements reference", IAM User Guide',
  check: ({ body }, stack) =>
    Object.entries(body).flatMap(([argument, value]) => {
      const document = stack.parse(value);
      if (!isObject(document) || document.Statement === undefined) return [];
      return blocks(document.Statement).flatMap((statement, index) => {
        const title = `${argument}: statement ${typeof statement.Sid === "string" ? statement.Sid : index + 1}`;
        return [
          ...Object.keys(statement)
            .filter((element) => !ELEMENTS.includes(element))
            .map(
              (element) =>
                `${title} has ${element}: write ${nearest(element, ELEMENTS) ?? ELEMENTS.join(", ")}`,
            ),
          ...(statement.Effect === "Allow" || statement.Effect === "Deny"
            ? []
            : [`${title} has Effect ${JSON.stringify(statement.Effect)}: write "Allow" or "Deny"`]),
        ];
      });
    }),
};

/** A reference becomes an ARN, mostly; this is how long they are. */
const TYPICAL_ARN = "arn:aws:service:ap-northeast-1:123456789012:resource/application-environment";

export const policySizes: Policy = {
  name: "policy-sizes",
  reason: "AWS refuses a larger policy.",
  source: "AWS: the limits in facts/policy-limits.ts, each with its document",
  types: POLICY_LIMITS.map(({ type }) => type),
  check: (block, stack) =>
    POLICY_LIMITS.filter(({ type }) => type === block.type).flatMap(
      ({ type, argument, per, maximum, document }) => {
        const together = per
          ? stack.blocks.filter(
              (other) => other.type === type && String(other.body[per]) === String(block.body[per]),
            )
          : [block];
        if (together[0] !== block) return [];
        const size = together.reduce((sum, each) => sum + sizeOf(each.body[argument], stack), 0);
        if (size <= maximum) return [];
        const whose = per && together.length > 1 ? `the policies of this ${per} have` : `${argument} has`;
        return [
          `${whose} about ${size} characters: use at most ${maximum}, e.g. one pattern for many ARNs (${document})`,
        ];
      },
    ),
};

function sizeOf(policy: unknown, stack: SynthesizedStack): number {
  const document = stack.find("data.aws_iam_policy_document", policy);
  const json = document ? render(document) : (stack.parse(policy) ?? policy ?? "");
  const written = typeof json === "string" ? json : JSON.stringify(json);
  return replaceExpressions(written, () => TYPICAL_ARN).replaceAll(/\s/g, "").length;
}

/** The JSON that Terraform makes of a policy document. */
function render({ body }: Block): unknown {
  const one = (values: unknown) => (list(values).length === 1 ? list(values)[0] : list(values));
  return {
    Version: "2012-10-17",
    Statement: blocks(body.statement).map((statement) => ({
      ...(statement.sid ? { Sid: statement.sid } : {}),
      Effect: statement.effect ?? "Allow",
      Action: one(statement.actions ?? statement.not_actions),
      ...(statement.resources ? { Resource: one(statement.resources) } : {}),
      ...(statement.principals
        ? {
            Principal: Object.fromEntries(
              blocks(statement.principals).map(({ type, identifiers }) => [String(type), one(identifiers)]),
            ),
          }
        : {}),
      ...(statement.condition
        ? {
            Condition: blocks(statement.condition).map(({ test, variable, values }) => ({
              [String(test)]: { [String(variable)]: one(values) },
            })),
          }
        : {}),
    })),
  };
}

interface Narrowing {
  readonly code: keyof typeof CONDITIONAL_ACTIONS;
  readonly variables: RegExp;

  /** @default the operators in COMPARES */
  readonly tests?: readonly string[];

  /** @default every value that is not a pattern */
  readonly accepted?: RegExp;
  readonly says: string;
}

const NARROWINGS: readonly Narrowing[] = [
  {
    code: "any-use",
    variables: /^kms:(ViaService$|EncryptionContext:)/,
    says: "uses a key for anything: add a condition on kms:ViaService or kms:EncryptionContext",
  },
  {
    code: "any-grant",
    variables: /^kms:GrantIsForAWSResource$/,
    tests: ["Bool"],
    accepted: /^true$/,
    says: "grants the key to any principal: add a condition on kms:GrantIsForAWSResource",
  },
  {
    code: "any-cluster",
    variables: /^ecs:cluster$/,
    says: "reaches every cluster of the account: add a condition on ecs:cluster",
  },
  {
    code: "any-capacity",
    variables: /^ecs:capacity-provider$/,
    tests: ["ForAllValues:ArnEquals"],
    says: "runs tasks on other hosts and on Fargate: add a condition on ecs:capacity-provider",
  },
  {
    code: "no-capacity",
    variables: /^ecs:capacity-provider$/,
    // ForAllValues holds without the key: a request with a launch type has none.
    tests: ["Null"],
    accepted: /^false$/,
    says: "runs tasks by a launch type, such as Fargate: add the condition Null on ecs:capacity-provider",
  },
  {
    code: "any-tagging",
    variables: /^ecs:CreateAction$/,
    says: "changes the tags of existing resources: add a condition on ecs:CreateAction",
  },
];

const COMPARES = ["StringEquals", "ArnEquals"];
const NO_PATTERN = /^[^*]+$/;

export const iamConditions: Policy = {
  name: "iam-conditions",
  reason:
    "The resource alone does not limit the cluster or the service, so the permission is wider than its purpose.",
  source: 'AWS: "Actions, resources, and condition keys for AWS services", Service Authorization Reference',
  types: ["data.aws_iam_policy_document"],
  check: (block) =>
    allowancesOf(block)
      // A service is limited by the account that it acts for: see confused-deputy.
      .filter(({ principals }) => principals.every(({ type }) => type !== "Service"))
      .flatMap(({ at, title, actions, conditions }) =>
        NARROWINGS.filter(({ code }) =>
          actions.some((action) => CONDITIONAL_ACTIONS[code].test(action)),
        ).flatMap(({ code, variables, tests = COMPARES, accepted = NO_PATTERN, says }) =>
          unless(
            conditions.some(
              ({ test, variable, values }) =>
                tests.includes(test) &&
                variables.test(variable) &&
                values.every((value) => accepted.test(String(value))),
            ),
            code,
            `${title} ${says}`,
            at,
          ),
        ),
      ),
};
