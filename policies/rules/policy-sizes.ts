import { POLICY_LIMITS } from "../../facts/aws-limits";
import type { Block, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, list } from "../values";

/** A reference becomes an ARN, mostly; this is how long they are. */
const TYPICAL_ARN = "arn:aws:service:ap-northeast-1:123456789012:resource/application-environment";

export const policySizes: Policy = {
  name: "policy-sizes",
  reason: "AWS refuses a larger policy, and asks for no other one.",
  source: "AWS: the limits in facts/aws-limits.ts, each with its document",
  types: POLICY_LIMITS.map(({ type }) => type),
  check: (block, stack) =>
    POLICY_LIMITS.filter(({ type }) => type === block.type).flatMap(
      ({ type, argument, per, maximum, document }) => {
        const together = per
          ? stack.blocks.filter(
              (other) => other.type === type && String(other.body[per]) === String(block.body[per]),
            )
          : [block];
        if (together[0] !== block) return [];
        const size = together.reduce((sum, each) => sum + sizeOf(each.body[argument], stack), 0);
        if (size <= maximum) return [];
        const whose = per && together.length > 1 ? `the policies of this ${per} have` : `${argument} has`;
        return [
          `${whose} about ${size} characters: use at most ${maximum}, e.g. one pattern for many ARNs (${document})`,
        ];
      },
    ),
};

function sizeOf(policy: unknown, stack: SynthesizedStack): number {
  const document = stack.find("data.aws_iam_policy_document", policy);
  const json = document ? render(document) : (stack.parse(policy) ?? policy ?? "");
  const written = typeof json === "string" ? json : JSON.stringify(json);
  return written.replaceAll(/\$\{[^}]*\}/g, TYPICAL_ARN).replaceAll(/\s/g, "").length;
}

/** The JSON that Terraform makes of a policy document. */
function render({ body }: Block): unknown {
  const one = (values: unknown) => (list(values).length === 1 ? list(values)[0] : list(values));
  return {
    Version: "2012-10-17",
    Statement: blocks(body.statement).map((statement) => ({
      ...(statement.sid ? { Sid: statement.sid } : {}),
      Effect: statement.effect ?? "Allow",
      Action: one(statement.actions ?? statement.not_actions),
      ...(statement.resources ? { Resource: one(statement.resources) } : {}),
      ...(statement.principals
        ? {
            Principal: Object.fromEntries(
              blocks(statement.principals).map(({ type, identifiers }) => [String(type), one(identifiers)]),
            ),
          }
        : {}),
      ...(statement.condition
        ? {
            Condition: blocks(statement.condition).map(({ test, variable, values }) => ({
              [String(test)]: { [String(variable)]: one(values) },
            })),
          }
        : {}),
    })),
  };
}
