import { contains, parseRange } from "../../facts/cidr";
import type { Policy } from "../policy";
import { text } from "../values";

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
