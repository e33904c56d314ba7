import { isDeepStrictEqual } from "node:util";
import type { Change } from "../change";
import type { Found, ReviewFinding, ReviewRule } from "../finding";
import type { Permission } from "../policy-document";
import { ownOf } from "../own";
import { isDocument, permissionsOf, widened } from "../policy-document";
import type { Sentence } from "../sentence";
import { list, plain, sentence } from "../sentence";
import { goesWithIt } from "./holder";
import { HIDDEN, isNothing, UNKNOWN } from "../values";

/** Arguments that hold a policy document, also where it cannot be read. Elsewhere a document is recognized by its statements. */
export const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_ecr_repository_policy: ["policy"],
  aws_iam_group_policy: ["policy"],
  aws_iam_policy: ["policy"],
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["policy"],
  aws_iam_user_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_kms_key_policy: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  aws_secretsmanager_secret_policy: ["policy"],
  aws_sns_topic_policy: ["policy"],
  aws_sqs_queue_policy: ["policy"],
};

/** A policy that already exists, for another principal. */
export const ATTACHMENTS: ReadonlySet<string> = new Set([
  "aws_iam_group_policy_attachment",
  "aws_iam_policy_attachment",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
]);

const FIX = plain("Check that it is needed and cannot be narrower.");

/** A principal gets more permissions. */
export const iam: ReviewRule = (change, all) => {
  if (ATTACHMENTS.has(change.type)) return attached(change);
  if (change.action === "delete") {
    // What it denied is allowed again by any other policy.
    const ends = change.type.endsWith("_policy") && !goesWithIt(change, all);
    return ends ? widenedDocument({ ...change, after: {} }, "policy") : [];
  }
  if (!["create", "update", "replace"].includes(change.action)) return [];
  const found = [...Object.entries(change.before), ...Object.entries(change.after)]
    .filter(([, value]) => isDocument(value))
    .map(([argument]) => argument);
  return [...new Set([...(ownOf(DOCUMENTS, change.type) ?? []), ...found])].flatMap((argument) =>
    widenedDocument(change, argument),
  );
};

function widenedDocument(
  { address, before, after }: Change,
  argument: string,
): ReviewFinding | ReviewFinding[] {
  const finding = (what: Sentence, fix = FIX): ReviewFinding => ({ severity: "exposure", what, fix });
  if (after[argument] === HIDDEN || before[argument] === HIDDEN)
    return finding(
      sentence`${address} has a ${argument} that is marked as sensitive, so its permissions are not shown.`,
    );
  if (after[argument] === UNKNOWN) {
    return finding(
      sentence`${address} has a ${argument} that is known only after apply.`,
      plain("Read its statements in the diff of the golden file."),
    );
  }
  if (!isNothing(after[argument]) && !isDocument(after[argument])) {
    return isDeepStrictEqual(before[argument], after[argument])
      ? []
      : [
          finding(
            sentence`${address} has a ${argument} that this review cannot read.`,
            plain("Read it in the details, or write its statements in one policy document."),
          ),
        ];
  }

  const { single, inverted } = widened(permissionsOf(before[argument]), permissionsOf(after[argument]));
  const groups = new Map<string, Permission[]>();
  for (const each of single) {
    const key = [each.effect, each.principal, each.resource, each.condition].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [
    ...merged([...groups.values()]).map((group) => finding(sentence`${address} ${allows(group)}`)),
    ...inverted.map(() =>
      finding(
        sentence`${address} has a new statement with ${"NotAction"}, ${"NotResource"} or ${"NotPrincipal"}, which covers everything that it does not name.`,
        plain("Read it in the details, or name what it allows instead."),
      ),
    ),
  ];
}

/** Groups of the same actions become one group of several resources. */
function merged(groups: readonly Permission[][]): Permission[][] {
  const byActions = new Map<string, Permission[]>();
  for (const group of groups) {
    const [{ effect, principal, condition }] = group as [Permission];
    const key = [effect, principal, condition, ...group.map(({ action }) => action)].join("\n");
    byActions.set(key, [...(byActions.get(key) ?? []), ...group]);
  }
  return [...byActions.values()];
}

function allows(group: readonly Permission[]): Sentence {
  const [{ effect, principal, condition }] = group as [Permission];
  const actions = list([...new Set(group.map(({ action }) => action))]);
  const resources = list([...new Set(group.map(({ resource }) => resource))]);
  const who =
    principal === "" ? plain("") : principal === "*" ? plain(" to everyone") : sentence` to ${principal}`;
  const how = condition === "" ? plain("") : plain(", under a condition");
  return effect === "Allow"
    ? sentence`newly allows ${actions} on ${resources}${who}${how}.`
    : sentence`no longer denies ${actions} on ${resources}${who}${how}.`;
}

function attached({ address, action, after, changed }: Change): Found {
  if (action !== "create" && !changed.includes("policy_arn")) return undefined;
  const { policy_arn: policy } = after;
  return {
    severity: "exposure",
    what: sentence`${address} newly grants all permissions of ${typeof policy === "string" ? policy : plain("a policy that is known only after apply")}.`,
    fix: FIX,
  };
}
