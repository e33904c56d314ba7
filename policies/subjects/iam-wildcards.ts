import { namesNothing, SECRET_READS } from "../../facts/sensitive-actions";
import type { Policy } from "../policy";
import { byType } from "../policy";
import type { Block } from "../block";
import type { Finding } from "../finding";
import type { Allowance } from "../statements";
import { allowancesOf, isOfAResource } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, unless } from "../values";

const DOCUMENT = "data.aws_iam_policy_document";

/** `kms:ReEncrypt*` and the like: one operation with several names. */
const ONE_OPERATION = /^kms:(GenerateDataKey|ReEncrypt)\*$/;

/** The secrets of one environment, as ECS reads them for containers: all of them are for the same ones. */
const OF_ONE_ENVIRONMENT = /^arn:aws:ssm:[a-z0-9-]+:\d{12}:parameter\/[a-z0-9-]+\/secret\/\*$/;
/** What AWS publishes for all accounts. */
const PUBLISHED = /^arn:aws:ssm:[^:]*::parameter\/aws\/service\//;

/** What Secrets Manager adds to the name of a secret ("What's in a Secrets Manager secret?"): it cannot be known before. */
const SUFFIX_OF_SECRET = /^(arn:[^:]*:secretsmanager:.*-)\?{6}$/;

const isPattern = (text: string) => /[*?]/.test(text);

const check = (block: Block): Finding[] => [
  ...merged(block),
  ...allowancesOf(block).flatMap((allowance) => [
    ...actionsOf(allowance),
    ...secretsOf(allowance),
    ...(isOfAResource(allowance) ? [] : resourcesOf(allowance)),
  ]),
  ...exclusionsOf(block),
];

function actionsOf({ title, at, actions }: Allowance): Finding[] {
  return actions
    .filter((action) => isPattern(action) && !ONE_OPERATION.test(action))
    .map((action) => found("any-action", `${title} allows ${action}: name the actions`, at));
}

function secretsOf({ title, at, actions, resources }: Allowance): Finding[] {
  if (!actions.some((action) => SECRET_READS.test(action))) return [];
  return resources
    .map(String)
    .filter(
      (resource) =>
        resource.length > 1 &&
        isPattern(resource.replace(SUFFIX_OF_SECRET, "$1")) &&
        !PUBLISHED.test(resource) &&
        !(actions.join() === "ssm:GetParameters" && OF_ONE_ENVIRONMENT.test(resource)),
    )
    .map((resource) =>
      found("secret-pattern", `${title} reads secrets by the pattern ${resource}: name them`, at),
    );
}

function resourcesOf({ title, at, resources }: Allowance): Finding[] {
  const wide = resources.map(String).filter((resource) => namesNothing(resource));
  return unless(
    wide.length === 0,
    "any-resource",
    `${title} allows its actions on every resource` +
      `${wide.includes("*") ? "" : ` that ${wide.join(" or ")} matches`}: name the resources, or write anyResource(reason)`,
    at,
  );
}

/** `not_actions` and `not_resources` allow all others, also those that AWS adds later. */
function exclusionsOf({ body }: Block): Finding[] {
  return blocks(body.statement)
    .filter(({ effect = "Allow" }) => effect === "Allow")
    .flatMap((statement) =>
      ["not_actions", "not_resources"].flatMap((argument) =>
        unless(
          list(statement[argument]).length === 0,
          "all-others",
          `${argument} allows all others: name what is allowed`,
        ),
      ),
    );
}

/** Statements of a merged document are not part of the synthesized file. */
function merged({ body }: Block): Finding[] {
  return ["source_policy_documents", "override_policy_documents"].flatMap((argument) =>
    unless(
      list(body[argument]).length === 0,
      "unread",
      `${argument} merges statements that no policy checks: write them here`,
    ),
  );
}

/** JSON that is written into the argument is checked by none of the policies about statements. */
const isDocument = ({ body }: Block, stack: SynthesizedStack) =>
  unless(
    stack.find(DOCUMENT, body.policy) !== undefined,
    "unread",
    "policy is not a DataAwsIamPolicyDocument, so that no policy checks its statements: use one",
  );

const isNotOfAUser = () => [
  found("user-policy", "a policy is attached to a user: attach it to a group, or let a role be assumed"),
];

const isNotOfAws = (arns: readonly unknown[], argument: string) =>
  arns
    .map(String)
    .filter((arn) => arn.startsWith("arn:aws:iam::aws:policy/"))
    .map((arn) =>
      found(
        "aws-policy",
        `${argument} is ${arn}, which AWS can extend at any time: write the necessary statements`,
      ),
    );

const attachment = ({ body }: Block) => isNotOfAws([body.policy_arn], "policy_arn");

export const iamWildcards: Policy = {
  name: "iam-wildcards",
  reason: "An attacker who takes over the principal can use the permission on everything in the account.",
  source: 'AWS: "Apply least-privilege permissions", IAM User Guide',
  ...byType({
    [DOCUMENT]: check,
    aws_iam_policy: isDocument,
    aws_iam_role_policy: isDocument,
    aws_iam_group_policy: isDocument,
    aws_iam_role_policy_attachment: attachment,
    aws_iam_group_policy_attachment: attachment,
    aws_iam_user_policy: isNotOfAUser,
    aws_iam_user_policy_attachment: isNotOfAUser,
    aws_iam_role: ({ body }) => [
      ...isNotOfAws(list(body.managed_policy_arns), "managed_policy_arns"),
      ...unless(
        blocks(body.inline_policy).length === 0,
        "unread",
        "inline_policy is checked by no policy: write an IamRolePolicy",
      ),
    ],
  }),
};
