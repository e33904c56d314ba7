import { parseRange } from "../../facts/cidr";
import type { Policy } from "../policy";
import { blocks, list, text } from "../values";

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
