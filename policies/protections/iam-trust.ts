import type { Policy } from "../policy";
import { allowancesOf } from "../statements";
import { unless } from "../values";

/** EC2 sends no source account, and takes a role only for an instance whose owner may pass it. */
const EC2 = "ec2.amazonaws.com";

const EQUALS = ["StringEquals", "ArnEquals"];

export const iamTrust: Policy = {
  name: "iam-trust",
  reason:
    "A role that more than one service, account or repository can take is as safe as the worst of them.",
  source:
    'AWS: "The confused deputy problem" and "Create a role for OpenID Connect federation", IAM User Guide',
  types: ["data.aws_iam_policy_document"],
  check: (block) =>
    allowancesOf(block).flatMap(({ title, actions, principals, conditions }) => {
      const narrowed = (suffix: string) =>
        conditions.some(
          ({ test, variable, values }) =>
            EQUALS.includes(test) &&
            variable.endsWith(suffix) &&
            values.every((value) => !String(value).includes("*")),
        );
      return [
        ...unless(
          !actions.includes("iam:PassRole") || narrowed("iam:PassedToService"),
          `${title} passes roles to any service: add a condition on iam:PassedToService`,
        ),
        ...unless(
          !actions.includes("sts:AssumeRoleWithWebIdentity") || (narrowed(":sub") && narrowed(":aud")),
          `${title} trusts more than one subject or audience: compare :sub and :aud with StringEquals`,
        ),
        ...unless(
          !actions.includes("sts:AssumeRole") ||
            !principals.some(({ type, identifiers }) => type === "Service" && !identifiers.includes(EC2)) ||
            narrowed("aws:SourceAccount") ||
            narrowed("aws:SourceArn"),
          `${title} trusts a service on behalf of any account: add a condition on aws:SourceAccount`,
        ),
      ];
    }),
};
