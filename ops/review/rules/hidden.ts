import type { ReviewRule } from "../finding";
import { list, plain, sentence } from "../sentence";
import { HIDDEN } from "../values";

/** Arguments that the provider marks as sensitive itself, and tags, which repeat a secret and decide nothing. */
const SECRETS = /^(?:auth_token|password|secret|value|tags|tags_all)(?:_wo)?$/;

/**
 * An argument is marked as sensitive that was not, as by `sensitive("0.0.0.0/0")`: the plan has no value of it, and so no rule judges it.
 * Policies are judged with their own sentence.
 */
export const hidden: ReviewRule = ({ address, action, before, after }) => {
  if (!["create", "update", "replace"].includes(action)) return undefined;
  const names = Object.keys(after).filter(
    (name) => !SECRETS.test(name) && !name.endsWith("policy") && hides(after[name]) && !hides(before[name]),
  );
  if (names.length === 0) return undefined;
  return {
    severity: "exposure",
    what: sentence`${address} has what is marked as sensitive, so this review cannot judge it: ${list(names)}.`,
    fix: plain("Read it in the diff of the golden file, and mark only secrets as sensitive."),
  };
};

const hides = (value: unknown): boolean =>
  value === HIDDEN || (typeof value === "object" && value !== null && Object.values(value).some(hides));
