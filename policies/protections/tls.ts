import type { Block, Finding, Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isObject, list, text, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

/** TLS 1.2 and newer with forward secrecy only (Elastic Load Balancing, "Security policies", 2026-11). */
const POLICIES = /^ELBSecurityPolicy-TLS13-1-[23](-Res)?(-FIPS)?(-PQ)?-20\d\d-\d\d$/;

/** The policy of a resource denies everybody all of it that did not come by TLS. */
const deniesPlain =
  (type: string, argument: string, action: string, parts: readonly string[] = [""]): Check =>
  (block, stack) => {
    const everything = parts.map((part) => `\${${block.address}.arn}${part}`);
    return unless(
      stack
        .about(block, type, argument)
        .flatMap(({ body }) => documentOf(body.policy, stack))
        .some(
          (statement) =>
            isDenialOfPlain(statement) &&
            list(statement.actions).includes(action) &&
            everything.every((part) => list(statement.resources).includes(part)),
        ),
      found(
        "plain-requests",
        `no ${type} denies requests without TLS (aws:SecureTransport): add a statement that denies everybody ` +
          `${action} on ${everything.join(" and ")}`,
      ),
    );
  };

const documentOf = (reference: unknown, stack: SynthesizedStack) =>
  blocks(stack.find("data.aws_iam_policy_document", reference)?.body.statement);

const isDenialOfPlain = (statement: Readonly<Record<string, unknown>>) =>
  statement.effect === "Deny" &&
  blocks(statement.principals).some(({ identifiers }) => list(identifiers).includes("*")) &&
  blocks(statement.condition).some(
    ({ variable, values }) => variable === "aws:SecureTransport" && list(values).includes("false"),
  );

const CHECKS: Readonly<Record<string, Check>> = {
  aws_lb_listener: ({ body }) => {
    if (body.protocol === "HTTPS") {
      return unless(
        POLICIES.test(text(body.ssl_policy) ?? ""),
        found(
          "old-policy",
          `ssl_policy is ${String(body.ssl_policy)}: write ELBSecurityPolicy-TLS13-1-2-2021-06 or a newer one`,
        ),
      );
    }
    const redirects = blocks(body.default_action).every(({ type, redirect }) =>
      type === "redirect" ? blocks(redirect).every(({ protocol }) => protocol === "HTTPS") : false,
    );
    return unless(
      redirects,
      found("plain-listener", "it serves requests without TLS: redirect them to HTTPS"),
    );
  },
  aws_db_instance: ({ body }, stack) =>
    unless(
      stack.find("aws_db_parameter_group", body.parameter_group_name) !== undefined,
      found(
        "no-parameter-group",
        "parameter_group_name names no group of the stack, and RDS's own takes connections without TLS: name one",
      ),
    ),
  aws_db_parameter_group: ({ body }) =>
    unless(
      list(body.parameter).some(
        (parameter) =>
          isObject(parameter) && parameter.name === "require_secure_transport" && parameter.value === "1",
      ),
      found("plain-connections", "require_secure_transport is not 1: set it to 1"),
    ),
  aws_s3_bucket: deniesPlain("aws_s3_bucket_policy", "bucket", "s3:*", ["", "/*"]),
  aws_sns_topic: deniesPlain("aws_sns_topic_policy", "arn", "sns:Publish"),
  aws_sqs_queue: deniesPlain("aws_sqs_queue_policy", "queue_url", "sqs:*"),
};

export const tls: Policy = {
  name: "tls",
  reason: "Whoever is on the way can read and change it.",
  source: 'AWS: "Protecting data in transit", Security Pillar, Well-Architected Framework',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
