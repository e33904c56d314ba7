import type { ReviewRule } from "../finding";
import { list, plain, sentence } from "../sentence";
import { isNothing } from "../values";

/** Arguments with code that is not from this repository. */
const FOREIGN = ["image_uri", "layers", "s3_bucket", "s3_key"];

/** Arguments that decide how the function starts, e.g. by `NODE_OPTIONS` in its variables. */
const START = ["environment", "file_system_config", "handler"];

/** A Lambda function runs code from elsewhere, or starts otherwise. Each release of this project changes its archive alone. */
export const functions: ReviewRule = ({ address, type, action, changed, after }) => {
  if (type !== "aws_lambda_function" || !["create", "update", "replace"].includes(action)) return [];
  const isNew = action === "create";
  const foreign = FOREIGN.filter((each) => !isNothing(after[each]) && (isNew || changed.includes(each)));
  if (foreign.length > 0) {
    return {
      severity: "exposure",
      what: sentence`${address} runs code from elsewhere: ${list(foreign)}.`,
      fix: plain("Check who can change this code: it gets the role of the function."),
    };
  }
  const start = isNew ? [] : START.filter((each) => changed.includes(each));
  if (start.length === 0) return [];
  return {
    severity: "notice",
    what: sentence`${address} starts otherwise: ${list(start)} changes.`,
    fix: plain("Check it in the details."),
  };
};
