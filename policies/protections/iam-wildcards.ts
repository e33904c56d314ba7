import type { Policy } from "../policy";
import { allowancesOf, isOfAResource } from "../statements";
import { found, unless } from "../values";

/** Whole kinds of actions may be written with a `*` where they only describe. */
const DESCRIBES = /^[a-z0-9-]+:(Describe|List)\*$/;
/** `kms:ReEncrypt*` and the like: one operation with several names. */
const ONE_OPERATION = /^kms:(GenerateDataKey|ReEncrypt)\*$/;

/** To open a secret. */
const OPENS = /^(ssm:GetParameter(s|sByPath)?|secretsmanager:GetSecretValue)$/;
/** The secrets of one environment, as ECS reads them for containers: all of them are for the same ones. */
const OF_ONE_ENVIRONMENT = /^arn:aws:ssm:[a-z0-9-]+:\d{12}:parameter\/[a-z0-9-]+\/secret\/\*$/;
/** What AWS publishes for everybody. */
const PUBLISHED = /^arn:aws:ssm:[^:]*::parameter\/aws\/service\//;

export const iamWildcards: Policy = {
  name: "iam-wildcards",
  reason: "Whoever takes over the principal may do it to everything in the account.",
  source: 'AWS: "Apply least-privilege permissions", IAM User Guide',
  types: [
    "data.aws_iam_policy_document",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
  ],
  check: (block) => {
    if (block.type === "aws_iam_user_policy" || block.type === "aws_iam_user_policy_attachment") {
      return [
        found(
          "user-policy",
          "a policy is attached to a user: attach it to a group, or let a role be assumed",
        ),
      ];
    }
    if (block.type !== "data.aws_iam_policy_document") {
      return unless(
        !String(block.body.policy_arn).startsWith("arn:aws:iam::aws:policy/"),
        found(
          "aws-policy",
          `policy_arn is ${String(block.body.policy_arn)}, which AWS widens as it likes: write the statements needed`,
        ),
      );
    }
    return allowancesOf(block).flatMap((allowance) => [
      ...allowance.actions
        .filter((action) => action.includes("*") && !DESCRIBES.test(action) && !ONE_OPERATION.test(action))
        .map((action) =>
          found("any-action", `${allowance.title} allows ${action}: name the actions`, allowance.at),
        ),
      ...(allowance.actions.some((action) => OPENS.test(action))
        ? allowance.resources
            .map(String)
            .filter(
              (resource) =>
                resource.length > 1 &&
                resource.includes("*") &&
                !PUBLISHED.test(resource) &&
                !(allowance.actions.join() === "ssm:GetParameters" && OF_ONE_ENVIRONMENT.test(resource)),
            )
            .map((resource) =>
              found(
                "secret-pattern",
                `${allowance.title} opens secrets by the pattern ${resource}: name them`,
                allowance.at,
              ),
            )
        : []),
      ...(isOfAResource(allowance)
        ? []
        : unless(
            !allowance.resources.includes("*"),
            found(
              "any-resource",
              `${allowance.title} allows it on every resource: name them, or write anyResource(reason)`,
              allowance.at,
            ),
          )),
    ]);
  },
};
