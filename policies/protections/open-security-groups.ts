import type { Policy } from "../policy";
import { blocks, found, list, unless } from "../values";

type Rule = Readonly<Record<string, unknown>>;

const ANYWHERE = ["0.0.0.0/0", "::/0"];
const isAnywhere = (rule: Rule) =>
  ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"]
    .flatMap((argument) => [rule[argument], ...list(rule[argument])])
    .some((range) => ANYWHERE.includes(String(range)));
const everyPort = (rule: Rule) =>
  ["-1", "all"].includes(String(rule.ip_protocol ?? rule.protocol)) ||
  (Number(rule.from_port) <= 1 && Number(rule.to_port) === 65_535);
const ports = (rule: Rule) => `${String(rule.from_port)} to ${String(rule.to_port)}`;

/** What names its groups, of that which gets the network's default group otherwise. */
const GROUPS: Readonly<Record<string, (body: Rule) => unknown>> = {
  aws_db_instance: (body) => body.vpc_security_group_ids,
  aws_launch_template: (body) => blocks(body.network_interfaces)[0]?.security_groups,
  aws_lb: (body) => body.security_groups,
};

export const openSecurityGroups: Policy = {
  name: "open-security-groups",
  reason:
    "A port that is open to the internet is scanned within minutes, and one open outwards carries data away.",
  source: 'AWS: "Control traffic to your AWS resources using security groups", Amazon VPC User Guide',
  types: [
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    ...Object.keys(GROUPS),
  ],
  check: ({ type, body }) => {
    const groupsOf = GROUPS[type];
    if (groupsOf) {
      return unless(
        list(groupsOf(body)).length > 0,
        found(
          "default-group",
          "it names no security group, so it gets the network's default one: name its own",
        ),
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
            found(
              "default-group-rules",
              "it has rules, which everything gets that names no group: remove them",
            ),
          )
        : []),
      ...inwards
        .filter(isAnywhere)
        .map((rule) =>
          found("ingress", `ports ${ports(rule)} are open to the internet: admit a security group`),
        ),
      ...outwards
        .filter((rule) => isAnywhere(rule) && everyPort(rule))
        .map(() => found("egress", "every port is open towards the internet: name the ports")),
    ];
  },
};
