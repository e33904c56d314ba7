import type { Range } from "../../facts/cidr";
import { parseRange } from "../../facts/cidr";
import type { Maybe } from "../../facts/given";
import type { Environment } from "../environment";
import type { Problem } from "../messages/problem";
import { show } from "../messages/show";

/** "VPC CIDR blocks" and "Subnet sizing", Amazon VPC User Guide. */
export const LARGEST_VPC = 16;
export const SMALLEST_RANGE = 28;

/** A field of an environment with a range. */
export interface Field {
  readonly path: string;
  readonly range: Range;
}

const field = (path: string, text: string): Field => ({ path, range: parseRange(text) });

export function vpcOf({ network }: Environment): Field {
  return field("network.cidr", network.cidr);
}

const fields = (path: string, ranges: readonly string[] = []): Field[] =>
  ranges.map((cidr, index) => field(`network.${path}[${index}]`, cidr));

export const publicSubnetsOf = ({ network }: Environment) =>
  network.kind === "existing" ? [] : fields("publicSubnets", network.publicSubnets);

export const databaseSubnetsOf = ({ network }: Environment) =>
  network.kind === "existing" ? [] : fields("databaseSubnets", network.databaseSubnets);

export const privateSubnetsOf = ({ network }: Environment) =>
  network.kind === "existing" ? [] : fields("privateSubnets.ranges", network.privateSubnets?.ranges);

export const subnetsOf = (environment: Environment) => [
  ...publicSubnetsOf(environment),
  ...privateSubnetsOf(environment),
  ...databaseSubnetsOf(environment),
];

/** A range must have a size that AWS allows. */
export function sized(
  { path, range }: Field,
  largest: number,
  smallest: number,
  because: string,
): Maybe<Problem> {
  const { prefix, text } = range;
  return (
    (prefix < largest || prefix > smallest) && {
      path,
      got: show(text),
      allowed: `/${largest} to /${smallest}, ${because}`,
      fix: prefix < largest ? `Use a part of it, e.g. /${largest}.` : `Make it /${smallest} or larger.`,
    }
  );
}
