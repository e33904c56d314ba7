import type { Rule } from "../finding";
import { plain, say } from "../sentence";

/** What is not dangerous by itself, but easily overlooked. */
export const toKnow: Rule = (change) => {
  const { address, type, action, changed } = change;

  if (action === "forget") {
    return [
      {
        severity: "notice",
        says: say`${address} is not destroyed, but Terraform looks after it no more.`,
        remedy: plain("Make sure that somebody does."),
      },
    ];
  }
  if (type === "aws_ssm_parameter" && action === "update" && changed.includes("value_wo_version")) {
    return [
      {
        severity: "notice",
        says: say`${address} gets a new secret: running tasks keep the old one until they are replaced.`,
        remedy: say`Replace them after the deploy with ${"aws ecs update-service --force-new-deployment"}.`,
      },
    ];
  }
  return [];
};
