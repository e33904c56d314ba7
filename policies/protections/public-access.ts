import type { Block, Finding, Policy } from "../policy";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, list, unless } from "../values";

type Check = (block: Block, stack: SynthesizedStack) => Finding[];

const closed = (value: unknown) => value === undefined || value === false || value === "false";

const BLOCKED = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function leadsToTheInternet(subnet: unknown, stack: SynthesizedStack): boolean {
  const of = (type: string, argument: string, value: unknown) =>
    stack.blocks.filter(({ type: other, body }) => other === type && body[argument] === value);
  return of("aws_route_table_association", "subnet_id", subnet)
    .flatMap(({ body }) => of("aws_route", "route_table_id", body.route_table_id))
    .some(({ body }) => stack.find("aws_internet_gateway", body.gateway_id) !== undefined);
}

const CHECKS: Readonly<Record<string, Check>> = {
  aws_db_instance: ({ body }) =>
    unless(
      closed(body.publicly_accessible),
      found("publicly-accessible", "publicly_accessible is not false: set it to false"),
    ),
  aws_db_subnet_group: ({ body }, stack) =>
    list(body.subnet_ids).flatMap((subnet) =>
      unless(
        !leadsToTheInternet(subnet, stack),
        found(
          "public-subnet",
          `the route table of ${String(subnet)} leads to the internet: name an isolated subnet`,
        ),
      ),
    ),
  aws_s3_bucket: (block, stack) => [
    ...unless(
      stack
        .about(block, "aws_s3_bucket_public_access_block", "bucket")
        .some(({ body }) => BLOCKED.every((argument) => isTrue(body[argument]))),
      found(
        "public-objects",
        `no aws_s3_bucket_public_access_block sets ${BLOCKED.join(", ")} of it to true: do so`,
      ),
    ),
    ...unless(
      stack
        .about(block, "aws_s3_bucket_ownership_controls", "bucket")
        .flatMap(({ body }) => blocks(body.rule))
        .some(({ object_ownership }) => object_ownership === "BucketOwnerEnforced"),
      found(
        "object-ownership",
        "no aws_s3_bucket_ownership_controls enforces its owner, so lists of others may open objects: set BucketOwnerEnforced",
      ),
    ),
  ],
  aws_subnet: ({ body }) =>
    unless(
      closed(body.map_public_ip_on_launch),
      found(
        "public-ip",
        "map_public_ip_on_launch is not false, so whatever starts there has a public address: set it to false",
      ),
    ),
  aws_launch_template: ({ body }) =>
    blocks(body.network_interfaces).flatMap(({ associate_public_ip_address }) =>
      unless(
        closed(associate_public_ip_address),
        found(
          "public-ip",
          "associate_public_ip_address is not false: set it to false, with a NAT gateway for the way out",
        ),
      ),
    ),
  aws_lb: ({ body }) =>
    unless(isTrue(body.internal), found("internet-facing", "internal is not true: set it to true")),
  aws_lambda_permission: ({ body }) =>
    unless(
      body.principal !== "*",
      found("any-principal", 'principal is "*": name the service, and its source_arn'),
    ),
  aws_lambda_function_url: ({ body }) =>
    unless(
      body.authorization_type === "AWS_IAM",
      found("function-url", "authorization_type is not AWS_IAM: set it to AWS_IAM"),
    ),
  "data.aws_iam_policy_document": (block) =>
    allowancesOf(block).flatMap(({ at, title, principals, conditions }) =>
      unless(
        conditions.length > 0 || !principals.some(({ identifiers }) => identifiers.includes("*")),
        found("any-principal", `${title} allows everybody: name the principals, or add a condition`, at),
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
