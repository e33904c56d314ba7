import { contains, overlap } from "../../facts/cidr";
import type { Problem } from "../messages/problem";
import { show } from "../messages/show";
import type { Check } from "./check";
import {
  databaseSubnetsOf,
  LARGEST_VPC,
  privateSubnetsOf,
  publicSubnetsOf,
  sized,
  SMALLEST_RANGE,
  subnetsOf,
  vpcOf,
} from "./ranges";

/** "Subnets for your load balancer", Application Load Balancers guide: /27, with 8 free addresses to scale into. */
const SMALLEST_LOAD_BALANCER_SUBNET = 27;

const publicSubnetsHaveSize: Check = (environment) =>
  publicSubnetsOf(environment).map((subnet) =>
    sized(
      subnet,
      LARGEST_VPC,
      SMALLEST_LOAD_BALANCER_SUBNET,
      "because a load balancer needs 8 free addresses in it",
    ),
  );

const otherSubnetsHaveSize: Check = (environment) =>
  [...privateSubnetsOf(environment), ...databaseSubnetsOf(environment)].map((subnet) =>
    sized(subnet, LARGEST_VPC, SMALLEST_RANGE, "the sizes that AWS allows for a subnet"),
  );

const subnetsAreInVpc: Check = (environment) => {
  const vpc = vpcOf(environment).range;
  return subnetsOf(environment).flatMap(
    ({ path, range }) =>
      !contains(vpc, range) && {
        path,
        got: show(range.text),
        allowed: `a part of network.cidr, ${vpc.text}`,
        fix: "Choose a range inside it, or correct network.cidr.",
      },
  );
};

const subnetsDoNotOverlap: Check = (environment) => {
  const subnets = subnetsOf(environment);
  return subnets.flatMap(({ path, range }, index) => {
    const earlier = subnets.slice(0, index).find((other) => overlap(other.range, range));
    if (!earlier) return undefined;
    return {
      path,
      got: show(range.text),
      allowed: `a range that does not overlap with ${earlier.path}, ${earlier.range.text}`,
      fix: "Move one of the two.",
    };
  });
};

const subnetsMatchZones: Check = ({ network, availabilityZones }) => {
  if (network.kind === "existing") return undefined;
  const lists = {
    "network.publicSubnets": network.publicSubnets,
    ...(network.privateSubnets ? { "network.privateSubnets.ranges": network.privateSubnets.ranges } : {}),
    "network.databaseSubnets": network.databaseSubnets,
  };
  return Object.entries(lists).map(([path, subnets]) =>
    oneEach(path, subnets, "availabilityZones", availabilityZones),
  );
};

/** Both lists must have the same number of entries. */
export function oneEach(
  path: string,
  list: readonly string[],
  otherPath: string,
  other: readonly string[],
): Problem | undefined {
  if (list.length === other.length) return undefined;
  const difference = Math.abs(list.length - other.length);
  return {
    path,
    got: `${list.length}: ${show(list)}`,
    allowed: `as many as ${otherPath}, which has ${other.length}`,
    fix:
      list.length < other.length ? `Add ${difference}.` : `Remove ${difference}, or lengthen ${otherPath}.`,
  };
}

export const subnetChecks = [
  publicSubnetsHaveSize,
  otherSubnetsHaveSize,
  subnetsAreInVpc,
  subnetsDoNotOverlap,
  subnetsMatchZones,
];
