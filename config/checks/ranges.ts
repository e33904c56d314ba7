import type { Range } from "../../facts/cidr";
import { parseRange } from "../../facts/cidr";
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

export function publicSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "existing") return [];
  return network.publicSubnets.map((cidr, index) => field(`network.publicSubnets[${index}]`, cidr));
}

export function databaseSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "existing") return [];
  return network.databaseSubnets.map((cidr, index) => field(`network.databaseSubnets[${index}]`, cidr));
}

export function privateSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "existing") return [];
  return (network.privateSubnets?.ranges ?? []).map((cidr, index) =>
    field(`network.privateSubnets.ranges[${index}]`, cidr),
  );
}

export const subnetsOf = (environment: Environment) => [
  ...publicSubnetsOf(environment),
  ...privateSubnetsOf(environment),
  ...databaseSubnetsOf(environment),
];

/** A range must have a size that AWS allows. */
export function sized({ path, range }: Field, largest: number, smallest: number, because: string): Problem[] {
  if (range.prefix >= largest && range.prefix <= smallest) return [];
  return [
    {
      path,
      got: show(range.text),
      allowed: `/${largest} to /${smallest}, ${because}`,
      fix: range.prefix < largest ? `Use a part of it, e.g. /${largest}.` : `Make it /${smallest} or larger.`,
    },
  ];
}
