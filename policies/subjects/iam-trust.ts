import type { Block } from "../block";
import type { Policy } from "../policy";
import type { Allowance } from "../statements";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, unless } from "../values";

export const iamTrust: Policy = {
  name: "iam-trust",
  reason:
    "A role that several services or repositories can assume is only as safe as the least safe of them.",
  source:
    'AWS: "Grant a user permissions to pass a role to an AWS service" and "Create a role for OpenID Connect federation", IAM User Guide',
  types: ["data.aws_iam_policy_document"],
  check: (block) =>
    allowancesOf(block).flatMap(({ at, title, actions, resources, conditions }) => {
      const narrowed = (suffix: string) =>
        conditions.some(
          ({ test, variable, values }) =>
            test === "StringEquals" &&
            variable.endsWith(suffix) &&
            values.every((value) => !String(value).includes("*")),
        );
      return [
        ...unless(
          !actions.includes("iam:PassRole") || narrowed("iam:PassedToService"),
          "pass-role-service",
          `${title} passes roles to any service: add a condition on iam:PassedToService`,
          at,
        ),
        ...unless(
          !actions.includes("iam:PassRole") || !resources.some((resource) => String(resource).includes("*")),
          "pass-role-pattern",
          `${title} passes roles by a pattern: name the roles`,
          at,
        ),
        ...unless(
          !actions.includes("sts:AssumeRoleWithWebIdentity") || (narrowed(":sub") && narrowed(":aud")),
          "any-subject",
          `${title} trusts more than one subject or audience: compare :sub and :aud with StringEquals`,
          at,
        ),
      ];
    }),
};

/** EC2 sends no source account. It assumes a role only for an instance whose creator has permission to pass the role. */
const EC2 = "ec2.amazonaws.com";

const ACCOUNT = "aws:SourceAccount";
const ARN = "aws:SourceArn";
const EQUALS = ["StringEquals", "ArnEquals"];
const LIKE = ["ArnLike", "StringLike"];

/** A pattern of ARNs of one account. */
const OF_AN_ACCOUNT = /^arn:aws:[^:*]+:[^:*]*:\d{12}:/;

/** Where load balancers put an account's logs: they send no source account. */
const LOGS_OF_AN_ACCOUNT = /\/AWSLogs\/\d{12}\/\*$/;

export const confusedDeputy: Policy = {
  name: "confused-deputy",
  reason: "An AWS service can be made to act with this permission on behalf of another account.",
  source: 'AWS: "The confused deputy problem", IAM User Guide',
  types: ["data.aws_iam_policy_document", "aws_lambda_permission"],
  check: (block) =>
    block.type === "aws_lambda_permission"
      ? ofPermission(block)
      : allowancesOf(block)
          .filter(({ principals }) => principals.some(isService))
          .flatMap((allowance) =>
            unless(
              isForOneAccount(allowance),
              "any-account",
              `${allowance.title} trusts a service on behalf of any account: add a condition on ${ACCOUNT}`,
              allowance.at,
            ),
          ),
};

const ofPermission = ({ body }: Block) =>
  unless(
    !String(body.principal).endsWith(".amazonaws.com") ||
      body.source_arn !== undefined ||
      body.source_account !== undefined,
    "any-source",
    "resources of any account can call the function through the service: set source_arn",
  );

const isService = ({ type, identifiers }: Allowance["principals"][number]) =>
  type === "Service" && !identifiers.includes(EC2);

function isForOneAccount({ conditions, resources }: Allowance): boolean {
  const isNarrow = ({ test, variable, values }: Allowance["conditions"][number]) => {
    const every = (holds: (value: string) => boolean) => values.map(String).every(holds);
    return (
      ([ACCOUNT, ARN].includes(variable) &&
        EQUALS.includes(test) &&
        every((value) => !value.includes("*"))) ||
      (variable === ARN && LIKE.includes(test) && every((value) => OF_AN_ACCOUNT.test(value)))
    );
  };
  return (
    conditions.some(isNarrow) ||
    (resources.length > 0 && resources.map(String).every((resource) => LOGS_OF_AN_ACCOUNT.test(resource)))
  );
}

const DOCUMENT = "data.aws_iam_policy_document";
const READS = /^[a-z0-9-]+:(Describe|Get|List)/;

const isForPullRequests = ({ body }: Block, stack: SynthesizedStack) => {
  const trust = stack.find(DOCUMENT, body.assume_role_policy);
  return (trust ? allowancesOf(trust) : [])
    .flatMap(({ conditions }) => conditions)
    .flatMap(({ values }) => values)
    .some((subject) => String(subject).endsWith(":pull_request"));
};

const deniesDecryption = ({ body }: Block) =>
  blocks(body.statement).some(
    ({ effect, actions, resources }) =>
      effect === "Deny" && list(actions).includes("kms:Decrypt") && list(resources).includes("*"),
  );

export const pullRequests: Policy = {
  name: "pull-requests",
  reason: "Everyone who can open a pull request can run code with this role, before the code is reviewed.",
  source:
    'GitHub: "Security hardening your deployments"; AWS: "Create a role for OpenID Connect federation", IAM User Guide',
  types: ["aws_iam_role"],
  check: (role, stack) => {
    if (!isForPullRequests(role, stack)) return [];
    return stack
      .about(role, "aws_iam_role_policy", "role")
      .flatMap(({ body }) => stack.find(DOCUMENT, body.policy) ?? [])
      .flatMap((document) => [
        ...allowancesOf(document).flatMap(({ title, actions }) =>
          actions
            .filter((action) => !READS.test(action))
            .map((action) =>
              found(
                "writes",
                `pull requests assume this role, and its ${title} allows ${action}: allow only actions that read`,
              ),
            ),
        ),
        ...unless(
          deniesDecryption(document),
          "decrypts",
          "pull requests assume this role, and no statement denies kms:Decrypt on every key: add one",
        ),
      ]);
  },
};
