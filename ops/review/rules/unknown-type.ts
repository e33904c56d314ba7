import type { ReviewRule } from "../finding";
import { plain, sentence } from "../sentence";
import { STATEFUL } from "./data-loss";
import { ATTACHMENTS, DOCUMENTS } from "./iam";
import { DOORS } from "./identity";
import { WITHOUT_DATA } from "./without-data";

/** The types that the rules were written for: those of this project, and those that a rule names. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(STATEFUL),
  ...WITHOUT_DATA,
  ...Object.keys(DOCUMENTS),
  ...ATTACHMENTS,
  ...DOORS.keys(),
  "aws_security_group_rule",
]);

/**
 * AWS has hundreds of types that give access, run a program or delete data, e.g. `aws_ssm_association`. Of a type that no rule was
 * written for nothing else would be said.
 */
export const unknownType: ReviewRule = ({ type, address, action }) =>
  KNOWN.has(type) || !["create", "update", "replace"].includes(action)
    ? []
    : [
        {
          severity: "exposure",
          what: sentence`${address} is of a type that no rule of this review was written for.`,
          fix: plain(
            "Read it in the details: whether it gives access, opens a connection, runs a program or deletes data.",
          ),
        },
      ];
