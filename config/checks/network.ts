import { DOCKER_RANGE, SPECIAL_RANGES } from "../../facts/special-ranges";
import type { Environment } from "../environment";
import type { Range } from "../../facts/cidr";
import { contains, overlap, parseRange } from "../../facts/cidr";
import type { Problem } from "../messages/problem";
import { show } from "../messages/show";
import type { Check } from "./check";

/** "VPC CIDR blocks" and "Subnet sizing", Amazon VPC User Guide. */
const LARGEST_VPC = 16;
const SMALLEST_RANGE = 28;

/** "Subnets for your load balancer", Application Load Balancers guide: /27, with 8 free addresses to scale into. */
const SMALLEST_LOAD_BALANCER_SUBNET = 27;

interface Field {
  readonly path: string;
  readonly range: Range;
}

const field = (path: string, text: string): Field => ({ path, range: parseRange(text) });

function vpcOf({ network }: Environment): Field {
  return field("network.cidr", network.cidr);
}

function publicSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "use") return [];
  return network.publicSubnets.map((cidr, index) => field(`network.publicSubnets[${index}]`, cidr));
}

function databaseSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "use") return [];
  return network.databaseSubnets.map((cidr, index) => field(`network.databaseSubnets[${index}]`, cidr));
}

function privateSubnetsOf({ network }: Environment): Field[] {
  if (network.kind === "use") return [];
  return (network.privateSubnets?.ranges ?? []).map((cidr, index) =>
    field(`network.privateSubnets.ranges[${index}]`, cidr),
  );
}

const subnetsOf = (environment: Environment) => [
  ...publicSubnetsOf(environment),
  ...privateSubnetsOf(environment),
  ...databaseSubnetsOf(environment),
];

const rangesAreAligned: Check = (environment) =>
  [vpcOf(environment), ...subnetsOf(environment)].flatMap(({ path, range }) =>
    range.text === range.aligned
      ? []
      : [
          {
            path,
            got: show(range.text),
            allowed: `a range that begins where a /${range.prefix} begins`,
            fix: `Write ${range.aligned}, or use a longer prefix.`,
          },
        ],
  );

const vpcHasSize: Check = (environment) => {
  const { path, range } = vpcOf(environment);
  return sized({ path, range }, LARGEST_VPC, SMALLEST_RANGE, "the sizes that AWS allows for a VPC");
};

const vpcIsNotSpecial: Check = (environment) => {
  const { path, range } = vpcOf(environment);
  // A larger range is another mistake.
  if (range.prefix < LARGEST_VPC) return [];
  const special = SPECIAL_RANGES.find((other) => overlap(parseRange(other.range), range));
  return special
    ? [otherRange({ path, range }, `${special.range} (${special.use}), which no VPC can have`)]
    : [];
};

/** The range of an existing network cannot be changed: `warnings.ts` warns about it. */
const newVpcIsNotDockers: Check = (environment) =>
  environment.network.kind === "create" && isDockers(environment)
    ? [otherRange(vpcOf(environment), `${DOCKER_RANGE}, which Docker uses on the hosts`)]
    : [];

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

const publicSubnetsHaveSize: Check = (environment) =>
  publicSubnetsOf(environment).flatMap((subnet) =>
    sized(
      subnet,
      LARGEST_VPC,
      SMALLEST_LOAD_BALANCER_SUBNET,
      "because a load balancer needs 8 free addresses in it",
    ),
  );

const otherSubnetsHaveSize: Check = (environment) =>
  [...privateSubnetsOf(environment), ...databaseSubnetsOf(environment)].flatMap((subnet) =>
    sized(subnet, LARGEST_VPC, SMALLEST_RANGE, "the sizes that AWS allows for a subnet"),
  );

function sized({ path, range }: Field, largest: number, smallest: number, because: string): Problem[] {
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

const subnetsAreInVpc: Check = (environment) => {
  const vpc = vpcOf(environment).range;
  return subnetsOf(environment).flatMap(({ path, range }) =>
    contains(vpc, range)
      ? []
      : [
          {
            path,
            got: show(range.text),
            allowed: `a part of network.cidr, ${vpc.text}`,
            fix: "Choose a range inside it, or correct network.cidr.",
          },
        ],
  );
};

const subnetsDoNotOverlap: Check = (environment) => {
  const subnets = subnetsOf(environment);
  return subnets.flatMap(({ path, range }, index) => {
    const earlier = subnets.slice(0, index).find((other) => overlap(other.range, range));
    if (!earlier) return [];
    return [
      {
        path,
        got: show(range.text),
        allowed: `a range that does not overlap with ${earlier.path}, ${earlier.range.text}`,
        fix: "Move one of the two.",
      },
    ];
  });
};

const subnetsMatchZones: Check = ({ network, availabilityZones }) => {
  if (network.kind === "use") return [];
  const lists = {
    "network.publicSubnets": network.publicSubnets,
    ...(network.privateSubnets ? { "network.privateSubnets.ranges": network.privateSubnets.ranges } : {}),
    "network.databaseSubnets": network.databaseSubnets,
  };
  return Object.entries(lists).flatMap(([path, subnets]) =>
    oneEach(path, subnets, "availabilityZones", availabilityZones),
  );
};

/** Both lists must have the same number of entries. */
export function oneEach(
  path: string,
  list: readonly string[],
  otherPath: string,
  other: readonly string[],
): Problem[] {
  if (list.length === other.length) return [];
  const difference = Math.abs(list.length - other.length);
  return [
    {
      path,
      got: `${list.length}: ${show(list)}`,
      allowed: `as many as ${otherPath}, which has ${other.length}`,
      fix:
        list.length < other.length ? `Add ${difference}.` : `Remove ${difference}, or lengthen ${otherPath}.`,
    },
  ];
}

export const networkChecks = [
  rangesAreAligned,
  vpcHasSize,
  vpcIsNotSpecial,
  newVpcIsNotDockers,
  publicSubnetsHaveSize,
  otherSubnetsHaveSize,
  subnetsAreInVpc,
  subnetsDoNotOverlap,
  subnetsMatchZones,
];
