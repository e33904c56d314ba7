import { contains, isAnywhere, parseRange } from "../../facts/cidr";
import type { Policy } from "../policy";
import { byType } from "../policy";
import { allowancesOf } from "../statements";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, found, isTrue, list, number, text, unless, unlessTrue } from "../values";

/** The types with rules of security groups. */
const WITH_RULES = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** For ICMP the two are a type and a code. */
const WITH_PORTS = ["tcp", "udp", "6", "17"];

export const portRanges: Policy = {
  name: "port-ranges",
  reason: "EC2 refuses a range whose end is before its beginning.",
  source: 'AWS: "IpPermission", Amazon EC2 API Reference',
  types: WITH_RULES,
  check: ({ body }) =>
    [body, ...blocks(body.ingress), ...blocks(body.egress)].flatMap((rule) => {
      const from = number(rule.from_port);
      const to = number(rule.to_port);
      const protocol = rule.ip_protocol ?? rule.protocol;
      if (from === undefined || to === undefined || from <= to) return [];
      if (!WITH_PORTS.includes(String(protocol))) return [];
      return [`from_port is ${from} and to_port ${to}: swap them`];
    }),
};

const RANGE = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;

export const addressRanges: Policy = {
  name: "address-ranges",
  reason: "AWS refuses a range with host bits, or takes a larger one than is written.",
  source: 'AWS: "VPC CIDR blocks", Amazon VPC User Guide',
  check: ({ type, body }) =>
    type.startsWith("aws_")
      ? [body, ...blocks(body.ingress), ...blocks(body.egress)].flatMap((block) =>
          ["cidr_block", "cidr_ipv4", "destination_cidr_block", "cidr_blocks"].flatMap((argument) =>
            [block[argument], ...list(block[argument])].flatMap((value) => {
              const range = text(value);
              if (!range || !RANGE.test(range) || parseRange(range).aligned === range) return [];
              return [`${argument} is ${range}: write ${parseRange(range).aligned}`];
            }),
          ),
        )
      : [],
};

export const subnetRanges: Policy = {
  name: "subnet-ranges",
  reason: "A subnet is a part of its VPC's range.",
  source: 'AWS: "Subnet sizing", Amazon VPC User Guide',
  types: ["aws_subnet"],
  check: ({ body }, stack) => {
    const vpc = stack.find("aws_vpc", body.vpc_id);
    const outer = text(vpc?.body.cidr_block);
    const inner = text(body.cidr_block);
    if (!outer || !inner || contains(parseRange(outer), parseRange(inner))) return [];
    return [`cidr_block is ${inner}: choose a part of its VPC's range, ${outer}`];
  },
};

type Rule = Readonly<Record<string, unknown>>;

const allowsAnywhere = (rule: Rule) =>
  ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"]
    .flatMap((argument) => [rule[argument], ...list(rule[argument])])
    .some(isAnywhere);
const everyPort = (rule: Rule) =>
  ["-1", "all"].includes(String(rule.ip_protocol ?? rule.protocol)) ||
  (Number(rule.from_port) <= 1 && Number(rule.to_port) === 65_535);
const ports = (rule: Rule) => `${String(rule.from_port)} to ${String(rule.to_port)}`;

/** Where a resource lists its security groups. Without one, it gets the default group of the VPC. */
const GROUPS: Readonly<Record<string, (body: Rule) => unknown>> = {
  aws_db_instance: (body) => body.vpc_security_group_ids,
  aws_elasticache_replication_group: (body) => body.security_group_ids,
  aws_launch_template: (body) => blocks(body.network_interfaces)[0]?.security_groups,
  aws_lb: (body) => body.security_groups,
};

export const openSecurityGroups: Policy = {
  name: "open-security-groups",
  reason:
    "A port that is open to the internet is scanned within minutes, and open outbound ports can leak data.",
  source: 'AWS: "Control traffic to your AWS resources using security groups", Amazon VPC User Guide',
  types: [...WITH_RULES, ...Object.keys(GROUPS)],
  check: ({ type, body }) => {
    const groupsOf = GROUPS[type];
    if (groupsOf) {
      return unless(
        list(groupsOf(body)).length > 0,
        "default-group",
        "no security group is set, so the VPC's default group applies: set one",
      );
    }
    const inwards =
      type === "aws_vpc_security_group_ingress_rule" || body.type === "ingress"
        ? [body]
        : blocks(body.ingress);
    const outwards =
      type === "aws_vpc_security_group_egress_rule" || body.type === "egress" ? [body] : blocks(body.egress);
    return [
      ...(type === "aws_default_security_group"
        ? unless(
            inwards.length + outwards.length === 0,
            "default-group-rules",
            "the default group has rules, which apply to every resource without a group: remove them",
          )
        : []),
      ...inwards
        .filter(allowsAnywhere)
        .map((rule) =>
          found("ingress", `ports ${ports(rule)} are open to the internet: allow a security group instead`),
        ),
      ...outwards
        .filter((rule) => allowsAnywhere(rule) && everyPort(rule))
        .map(() => found("egress", "every outbound port is open to the internet: name the ports")),
    ];
  },
};

const closed = (value: unknown) => value === undefined || value === false || value === "false";

const BLOCKED = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function leadsToTheInternet(subnet: unknown, stack: SynthesizedStack): boolean {
  const of = (type: string, argument: string, value: unknown) =>
    stack.blocks.filter(({ type: other, body }) => other === type && body[argument] === value);
  return of("aws_route_table_association", "subnet_id", subnet)
    .flatMap(({ body }) => of("aws_route", "route_table_id", body.route_table_id))
    .some(({ body }) => stack.find("aws_internet_gateway", body.gateway_id) !== undefined);
}

export const publicAccess: Policy = {
  name: "public-access",
  reason: "Everything that is reachable from the internet is attacked.",
  source: 'AWS: "Infrastructure protection", Security Pillar, Well-Architected Framework',
  ...byType({
    aws_db_instance: ({ body }) =>
      unless(
        closed(body.publicly_accessible),
        "publicly-accessible",
        "publicly_accessible is not false: set it to false",
      ),
    aws_db_subnet_group: ({ body }, stack) =>
      list(body.subnet_ids).flatMap((subnet) =>
        unless(
          !leadsToTheInternet(subnet, stack),
          "public-subnet",
          `the route table of ${String(subnet)} leads to the internet: use an isolated subnet`,
        ),
      ),
    aws_s3_bucket: (block, stack) => [
      ...unless(
        stack
          .about(block, "aws_s3_bucket_public_access_block", "bucket")
          .some(({ body }) => BLOCKED.every((argument) => isTrue(body[argument]))),
        "public-objects",
        `no aws_s3_bucket_public_access_block sets ${BLOCKED.join(", ")} to true for the bucket: set them`,
      ),
      ...unless(
        stack
          .about(block, "aws_s3_bucket_ownership_controls", "bucket")
          .flatMap(({ body }) => blocks(body.rule))
          .some(({ object_ownership }) => object_ownership === "BucketOwnerEnforced"),
        "object-ownership",
        "no aws_s3_bucket_ownership_controls enforces the bucket owner, so ACLs can make objects public: set BucketOwnerEnforced",
      ),
    ],
    aws_subnet: ({ body }) =>
      unless(
        closed(body.map_public_ip_on_launch),
        "public-ip",
        "map_public_ip_on_launch is not false, so everything that starts in the subnet gets a public address: set it to false",
      ),
    aws_launch_template: ({ body }) =>
      blocks(body.network_interfaces).flatMap(({ associate_public_ip_address }) =>
        unless(
          closed(associate_public_ip_address),
          "public-ip",
          "associate_public_ip_address is not false: set it to false, and add a NAT gateway for outbound traffic",
        ),
      ),
    aws_lb: ({ body }) => unlessTrue(body, "internal", "internet-facing"),
    aws_lambda_permission: ({ body }) =>
      unless(
        body.principal !== "*",
        "any-principal",
        'principal is "*": name the service, and its source_arn',
      ),
    aws_lambda_function_url: ({ body }) =>
      unless(
        body.authorization_type === "AWS_IAM",
        "function-url",
        "authorization_type is not AWS_IAM: set it to AWS_IAM",
      ),
    "data.aws_iam_policy_document": (block) =>
      allowancesOf(block).flatMap(({ at, title, principals, conditions }) =>
        unless(
          conditions.length > 0 || !principals.some(({ identifiers }) => identifiers.includes("*")),
          "any-principal",
          `${title} allows every principal: name the principals, or add a condition`,
          at,
        ),
      ),
  }),
};
