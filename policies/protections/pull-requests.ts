import type { Block, Policy } from "../policy";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, list, unless } from "../values";

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
  reason: "Whoever may open a pull request may run code with it, before anybody has read that code.",
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
              found("writes", `pull requests take it, and its ${title} allows ${action}: let it only read`),
            ),
        ),
        ...unless(
          deniesDecryption(document),
          found(
            "decrypts",
            "pull requests take it, and nothing denies it kms:Decrypt on every key: add a statement that does",
          ),
        ),
      ]);
  },
};
