import { nearest } from "../../facts/did-you-mean";
import { show } from "../messages/show";
import { isZoneOf, REGIONS } from "../../facts/regions";
import { awsLine } from "../../facts/shell-words";
import type { Check } from "./check";

/** Regions of China, GovCloud, the European Sovereign Cloud and the isolated partitions ("Partitions", AWS documentation). */
const OTHER_PARTITION = /^(?:cn|us-gov|us-isob?|us-isof|eu-isoe|eusc)-/;

const regionExists: Check = ({ region }) => {
  if (REGIONS.includes(region)) return undefined;
  const isElsewhere = OTHER_PARTITION.test(region);
  const meant = isElsewhere ? undefined : nearest(region, REGIONS);
  return {
    path: "region",
    got: show(region),
    allowed: "a region of the aws partition, like ap-northeast-1",
    fix: meant
      ? `Did you mean ${meant}?`
      : isElsewhere
        ? "Choose a region of the aws partition: this one is in another, where names and services differ."
        : "Use the code of a region, not its name.",
  };
};

const zonesAreInRegion: Check = ({ region, availabilityZones }) =>
  availabilityZones.flatMap(
    (zone, index) =>
      REGIONS.includes(region) &&
      !isZoneOf(region, zone) && {
        path: `availabilityZones[${index}]`,
        got: show(zone),
        allowed: `a zone of ${region}: ${region}a, ${region}c, ...`,
        fix: `List yours: ${awsLine({ region }, "ec2", "describe-availability-zones", "--query", "AvailabilityZones[].ZoneName")}`,
      },
  );

const zonesDiffer: Check = ({ availabilityZones }) =>
  availabilityZones.flatMap(
    (zone, index) =>
      availabilityZones.indexOf(zone) !== index && {
        path: `availabilityZones[${index}]`,
        got: show(zone),
        allowed: "each zone once",
        fix: "Use another zone.",
      },
  );

const zonesAreEnough: Check = ({ availabilityZones }) =>
  availabilityZones.length < 2 && {
    path: "availabilityZones",
    got: show(availabilityZones),
    allowed: "two zones or more, which a load balancer and a database subnet group require",
    fix: "Add a zone, and a subnet for it to each list of `network`.",
  };

export const zoneChecks = [regionExists, zonesAreInRegion, zonesDiffer, zonesAreEnough];
