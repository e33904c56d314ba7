import type { ReviewRule } from "../finding";
import { plain, sentence } from "../sentence";

/** Changes that are not dangerous, but easily overlooked. */
export const toKnow: ReviewRule = (change) => {
  const { address, type, action, changed } = change;

  if (action === "forget") {
    return {
      severity: "notice",
      what: sentence`${address} is not destroyed, but Terraform no longer manages it.`,
      fix: plain("Check that it is managed elsewhere."),
    };
  }
  if (type === "aws_ssm_parameter" && action === "update" && changed.includes("value_wo_version")) {
    return {
      severity: "notice",
      what: sentence`${address} gets a new secret. Running tasks keep the old one until they are replaced.`,
      fix: sentence`Replace the tasks after the deploy with ${"aws ecs update-service --force-new-deployment"}.`,
    };
  }
  return undefined;
};
