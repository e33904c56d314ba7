import type { Policy } from "../policy";
import { allowancesOf } from "../statements";
import { found, unless } from "../values";

export const iamTrust: Policy = {
  name: "iam-trust",
  reason: "A role that more than one service or repository can take is as safe as the worst of them.",
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
          found(
            "pass-role-service",
            `${title} passes roles to any service: add a condition on iam:PassedToService`,
            at,
          ),
        ),
        ...unless(
          !actions.includes("iam:PassRole") || !resources.some((resource) => String(resource).includes("*")),
          found("pass-role-pattern", `${title} passes roles by a pattern: name the roles`, at),
        ),
        ...unless(
          !actions.includes("sts:AssumeRoleWithWebIdentity") || (narrowed(":sub") && narrowed(":aud")),
          found(
            "any-subject",
            `${title} trusts more than one subject or audience: compare :sub and :aud with StringEquals`,
            at,
          ),
        ),
      ];
    }),
};
