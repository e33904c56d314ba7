import type { Policy } from "../policy";
import { blocks, number } from "../values";

/** For ICMP the two are a type and a code. */
const WITH_PORTS = ["tcp", "udp", "6", "17"];

export const portRanges: Policy = {
  name: "port-ranges",
  reason: "EC2 refuses a range whose end is before its beginning.",
  source: 'AWS: "IpPermission", Amazon EC2 API Reference',
  types: [
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
  ],
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
