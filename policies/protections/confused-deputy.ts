import type { Block, Policy } from "../policy";
import type { Allowance } from "../statements";
import { allowancesOf } from "../statements";
import { found, unless } from "../values";

/** EC2 sends no source account, and takes a role only for an instance whose owner may pass it. */
const EC2 = "ec2.amazonaws.com";

const ACCOUNT = "aws:SourceAccount";
const ARN = "aws:SourceArn";
const EQUALS = ["StringEquals", "ArnEquals"];
const LIKE = ["ArnLike", "StringLike"];

/** A pattern of ARNs that leaves no doubt about the account. */
const OF_AN_ACCOUNT = /^arn:aws:[^:*]+:[^:*]*:\d{12}:/;

/** Where load balancers put an account's logs: they send no source account. */
const LOGS_OF_AN_ACCOUNT = /\/AWSLogs\/\d{12}\/\*$/;

export const confusedDeputy: Policy = {
  name: "confused-deputy",
  reason: "A service of AWS does for a stranger's account what it may do for this one.",
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
              found(
                "any-account",
                `${allowance.title} trusts a service on behalf of any account: add a condition on ${ACCOUNT}`,
                allowance.at,
              ),
            ),
          ),
};

const ofPermission = ({ body }: Block) =>
  unless(
    !String(body.principal).endsWith(".amazonaws.com") ||
      body.source_arn !== undefined ||
      body.source_account !== undefined,
    found("any-source", "any account's resources may call it through the service: name the source_arn"),
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
