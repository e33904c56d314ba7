import { given, type Maybe } from "../../../facts/given";
import type { Change } from "../change";
import type { ReviewFinding, ReviewRule } from "../finding";
import type { Sentence } from "../sentence";
import { LATER } from "../policy-document";
import { plain, sentence } from "../sentence";
import { UNKNOWN } from "../values";

/** Arguments that name the role, or the user, with whose permissions something runs. */
const ROLES = new Set([
  "execution_role_arn",
  "iam_instance_profile",
  "iam_role_arn",
  "role",
  "role_arn",
  "task_role_arn",
]);

/** A user, a key or a door to a function, whose mere existence gives access. */
export const DOORS: ReadonlyMap<string, string> = new Map([
  ["aws_iam_access_key", "is a key that does not expire, and its secret is in the state"],
  ["aws_iam_user_login_profile", "lets a user log in with a password, which is in the state"],
  ["aws_iam_user_group_membership", "gives a user the permissions of groups"],
  ["aws_iam_group_membership", "gives users the permissions of a group"],
  ["aws_kms_grant", "lets a principal use a key"],
  ["aws_lambda_function_url", "makes a function reachable by an address of its own"],
]);

const FIX = plain("Check that it is needed, and that it cannot be narrower.");
const finding = (what: Sentence): ReviewFinding => ({ severity: "exposure", what, fix: FIX });

/** Something runs with another role, or another principal gets access in a way that is not a policy document. */
export const identity: ReviewRule = (change) =>
  given(...otherRole(change), ...policiesInTheRole(change), door(change));

function otherRole({ address, type, action, before, after }: Change): ReviewFinding[] {
  if (!["update", "replace"].includes(action)) return [];
  const does = type.startsWith("aws_iam_") ? "belongs to" : "runs with";
  return [...ROLES].flatMap((argument) => {
    const [was, is] = [before[argument], after[argument] === UNKNOWN ? LATER : after[argument]];
    return typeof was === "string" && typeof is === "string" && was !== is
      ? [finding(sentence`${address} ${plain(does)} another role: ${argument} from ${was} to ${is}.`)]
      : [];
  });
}

/** Arguments of a role that hold permissions beside `assume_role_policy`, which is a document. */
function policiesInTheRole({ address, type, changed, after }: Change): ReviewFinding[] {
  if (type !== "aws_iam_role") return [];
  return ["inline_policy", "managed_policy_arns"]
    .filter((argument) => changed.includes(argument) && isSet(after[argument]))
    .map((argument) =>
      finding(sentence`${address} has permissions in its ${argument}, which are not compared.`),
    );
}

const isSet = (value: unknown) =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

function door({ address, type, action, after, changed }: Change): Maybe<ReviewFinding> {
  const [creates, changes] = [action === "create" || action === "replace", action === "update"];
  const is = DOORS.get(type);
  if (is !== undefined) return (creates || changes) && finding(sentence`${address} ${plain(is)}.`);
  if (type !== "aws_lambda_permission" || !(creates || (changes && changed.length > 0))) return undefined;
  const { principal } = after;
  const isService = typeof principal === "string" && /^[a-z0-9.-]+\.amazonaws\.com$/.test(principal);
  return (
    !(isService && isSet(after.source_arn)) &&
    finding(
      sentence`${address} lets ${typeof principal === "string" ? principal : "a principal"} call a function${plain(isService ? ", for any of its callers" : "")}.`,
    )
  );
}
