import { show } from "../messages/show";
import type { Check } from "./check";
import { oneEach } from "./subnets";

/** Rules for the ids of an existing network. */

const adoptedIdsMatchSubnets: Check = ({ network }) => {
  if (network.kind !== "adopt") return undefined;
  const { publicSubnetIds, publicSubnets, databaseSubnetIds, databaseSubnets } = network;
  return [
    oneEach("network.publicSubnetIds", publicSubnetIds, "network.publicSubnets", publicSubnets),
    databaseSubnetIds.length > 0 &&
      oneEach("network.databaseSubnetIds", databaseSubnetIds, "network.databaseSubnets", databaseSubnets),
  ];
};

const usedSubnetsAreEnough: Check = ({ network }) => {
  if (network.kind !== "existing") return undefined;
  const lists = [
    ["network.publicSubnetIds", network.publicSubnetIds],
    ["network.databaseSubnetIds", network.databaseSubnetIds],
  ] as const;
  return lists.flatMap(
    ([path, ids]) =>
      ids.length < 2 && {
        path,
        got: show(ids),
        allowed: "two subnets or more, in different zones",
        fix: "Add the id of a second subnet.",
      },
  );
};

const subnetIdsDiffer: Check = ({ network }) => {
  if (network.kind === "create") return undefined;
  const hostSubnetIds = network.kind === "existing" ? (network.hostSubnetIds ?? []) : [];
  const lists = {
    publicSubnetIds: network.publicSubnetIds,
    hostSubnetIds,
    databaseSubnetIds: network.databaseSubnetIds,
  };
  const ids = Object.entries(lists).flatMap(([list, members]) =>
    members.map((id, index) => ({ id, path: `network.${list}[${index}]` })),
  );
  return ids.flatMap(({ id, path }, index) => {
    const earlier = ids.slice(0, index).find((other) => other.id === id);
    if (!earlier) return undefined;
    return {
      path,
      got: show(id),
      allowed: `each subnet once; ${earlier.path} has this one`,
      fix: "Name another subnet.",
    };
  });
};

export const networkIdChecks = [adoptedIdsMatchSubnets, usedSubnetsAreEnough, subnetIdsDiffer];
