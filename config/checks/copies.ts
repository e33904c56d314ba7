import { REGIONS } from "../../facts/regions";
import { show } from "../messages/show";
import type { Check } from "./check";

/** A copy in the region and the account of the database is lost with it. */
const copiesAreElsewhere: Check = ({ database: { copies }, region }) => {
  if (!copies) return undefined;
  const isHere = copies.region === region;
  if (REGIONS.includes(copies.region) && (!isHere || copies.account !== undefined)) return undefined;
  return {
    path: "database.copies.region",
    got: isHere ? `${show(region)}, the region of the environment` : show(copies.region),
    allowed: "another region of AWS, written as AWS does",
    fix: `Write ${show(nearRegion(region))}${isHere ? ", name another account" : ", or the name of another region"}, or leave copies out.`,
  };
};

const accountIsAnother: Check = ({ database: { copies }, accountId }) =>
  copies?.account === accountId && {
    path: "database.copies.account",
    got: `${show(accountId)}, the account of the environment`,
    allowed: "another account of the same organization",
    fix: "Leave it out: the vault of the copies is then created in this account.",
  };

/** The region with the most letters in common at the beginning: most often in the same country, or near it. */
function nearRegion(region: string): string {
  const common = (other: string) => {
    let length = 0;
    while (length < other.length && other[length] === region[length]) length += 1;
    return length;
  };
  return REGIONS.filter((other) => other !== region).reduce((best, other) =>
    common(other) > common(best) ? other : best,
  );
}

export const copyChecks = [copiesAreElsewhere, accountIsAnother];
