import type { Block, Policy } from "../policy";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isTrue, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => string[];

const closed = (value: unknown) => value === undefined || value === false || value === "false";

const BLOCKED = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

const CHECKS: Readonly<Record<string, Check>> = {
  aws_db_instance: ({ body }) =>
    unless(closed(body.publicly_accessible), "publicly_accessible is not false: set it to false"),
  aws_s3_bucket: (block, stack) =>
    unless(
      stack
        .about(block, "aws_s3_bucket_public_access_block", "bucket")
        .some(({ body }) => BLOCKED.every((argument) => isTrue(body[argument]))),
      `no aws_s3_bucket_public_access_block sets ${BLOCKED.join(", ")} of it to true: do so`,
    ),
  aws_subnet: ({ body }) =>
    unless(
      closed(body.map_public_ip_on_launch),
      "map_public_ip_on_launch is not false, so whatever starts there has a public address: set it to false",
    ),
  aws_launch_template: ({ body }) =>
    blocks(body.network_interfaces).flatMap(({ associate_public_ip_address }) =>
      unless(
        closed(associate_public_ip_address),
        "associate_public_ip_address is not false: set it to false, with a NAT gateway for the way out",
      ),
    ),
  aws_lb: ({ body }) => unless(isTrue(body.internal), "internal is not true: set it to true"),
  aws_lambda_permission: ({ body }) =>
    unless(body.principal !== "*", 'principal is "*": name the service, and its source_arn'),
  aws_lambda_function_url: ({ body }) =>
    unless(body.authorization_type === "AWS_IAM", "authorization_type is not AWS_IAM: set it to AWS_IAM"),
  "data.aws_iam_policy_document": (block) =>
    allowancesOf(block).flatMap(({ title, principals, conditions }) =>
      unless(
        conditions.length > 0 || !principals.some(({ identifiers }) => identifiers.includes("*")),
        `${title} allows everybody: name the principals, or add a condition`,
      ),
    ),
};

export const publicAccess: Policy = {
  name: "public-access",
  reason: "What anybody on the internet can reach is tried by everybody.",
  source: 'AWS: "Infrastructure protection", Security Pillar, Well-Architected Framework',
  types: Object.keys(CHECKS),
  check: (block, stack) => CHECKS[block.type]?.(block, stack) ?? [],
};
