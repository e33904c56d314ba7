import { REGIONS } from "../../facts/regions";
import { show } from "../messages/show";
import type { Check } from "./check";

/** A copy in the region of the database is lost with it. */
const copiesAreElsewhere: Check = ({ database: { copies }, region }) => {
  if (!copies || (copies.region !== region && REGIONS.includes(copies.region))) return [];
  return [
    {
      path: "database.copies.region",
      got: copies.region === region ? `${show(region)}, the region of the environment` : show(copies.region),
      allowed: "another region of AWS, written as AWS does",
      fix: `Write ${show(nearRegion(region))}${copies.region === region ? "" : ", or the name of another region"}, or leave copies out.`,
    },
  ];
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

export const copyChecks = [copiesAreElsewhere];
