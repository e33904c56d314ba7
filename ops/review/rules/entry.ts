import type { Rule } from "../finding";
import { ends } from "../finding";
import { plain, say } from "../sentence";

/** What every request passes through, or what the hosts need to be reached at all. */
const PASSED = new Set([
  "aws_internet_gateway",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_route",
  "aws_route53_record",
  "aws_route_table",
  "aws_route_table_association",
  "aws_subnet",
  "aws_vpc",
]);

/** What requests pass through is destroyed, or made anew. */
export const entry: Rule = (change) => {
  if (!PASSED.has(change.type) || !ends(change)) return [];
  return [
    {
      severity: "downtime",
      says: say`${change.address} is destroyed${plain(change.action === "replace" ? " and made anew" : "")}: what goes through it is cut off${plain(change.action === "replace" ? " until the new one is there" : "")}.`,
      remedy: plain("Deploy when the API may be out of reach, or change it in place."),
    },
  ];
};
