import { overlap, parseRange } from "../../facts/cidr";
import { DOCKER_RANGE, SPECIAL_RANGES } from "../../facts/special-ranges";
import type { Environment } from "../environment";
import type { Problem } from "../messages/problem";
import { show } from "../messages/show";
import type { Check } from "./check";
import type { Field } from "./ranges";
import { LARGEST_VPC, sized, SMALLEST_RANGE, subnetsOf, vpcOf } from "./ranges";

const rangesAreAligned: Check = (environment) =>
  [vpcOf(environment), ...subnetsOf(environment)].flatMap(
    ({ path, range }) =>
      range.text !== range.aligned && {
        path,
        got: show(range.text),
        allowed: `a range that begins where a /${range.prefix} begins`,
        fix: `Write ${range.aligned}, or use a longer prefix.`,
      },
  );

const vpcHasSize: Check = (environment) => {
  const { path, range } = vpcOf(environment);
  return sized({ path, range }, LARGEST_VPC, SMALLEST_RANGE, "the sizes that AWS allows for a VPC");
};

const vpcIsNotSpecial: Check = (environment) => {
  const { path, range } = vpcOf(environment);
  // A larger range is another mistake.
  if (range.prefix < LARGEST_VPC) return undefined;
  const special = SPECIAL_RANGES.find((other) => overlap(parseRange(other.range), range));
  return special
    ? otherRange({ path, range }, `${special.range} (${special.use}), which no VPC can have`)
    : undefined;
};

/** The range of an existing network cannot be changed: `warnings.ts` warns about it. */
const newVpcIsNotDockers: Check = (environment) =>
  environment.network.kind === "create" && isDockers(environment)
    ? otherRange(vpcOf(environment), `${DOCKER_RANGE}, which Docker uses on the hosts`)
    : undefined;

/** Whether the VPC overlaps with Docker's bridge on a host. */
export function isDockers(environment: Environment): boolean {
  const { range } = vpcOf(environment);
  return range.prefix >= LARGEST_VPC && overlap(parseRange(DOCKER_RANGE), range);
}

const otherRange = ({ path, range }: Field, taken: string): Problem => ({
  path,
  got: show(range.text),
  allowed: `a range outside ${taken}`,
  fix: "Choose a private range, e.g. a part of 10.0.0.0/8, and the subnets in it.",
});

export const networkChecks = [rangesAreAligned, vpcHasSize, vpcIsNotSpecial, newVpcIsNotDockers];
