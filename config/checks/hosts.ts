import { MOST_SECURITY_GROUP_RULES } from "../../facts/resource-limits";
import { nearest } from "../../facts/did-you-mean";
import { show } from "../messages/show";
import { findInstanceType, INSTANCE_TYPES } from "../../facts/instance-types";
import { awsLine } from "../../facts/shell-words";
import type { Check } from "./check";

/** Families before Nitro, each with its successor. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  t1: "t3",
  t2: "t3",
  m1: "m6i",
  m2: "r6i",
  m3: "m6i",
  m4: "m6i",
  c1: "c6i",
  c3: "c6i",
  c4: "c6i",
  r3: "r6i",
  r4: "r6i",
};

const instanceTypeIsKnown: Check = ({ hosts: { instanceType } }) => {
  if (findInstanceType(instanceType)) return undefined;
  const [family = "", size = ""] = instanceType.split(".");
  const names = INSTANCE_TYPES.map(({ name }) => name);
  const successor = [`${SUCCESSORS[family] ?? ""}.${size}`].find((name) => names.includes(name));
  const meant = successor ?? nearest(instanceType, names);
  return {
    path: "hosts.instanceType",
    got: show(instanceType),
    allowed:
      "a Nitro type of facts/instance-types.ts, nano to 4xlarge: t3, t3a, t4g, c5 to c8g, m5 to m8g, r5 to r8g",
    fix: meant ? `Use ${meant}.` : "Use one of these, or add the family to facts/instance-types.ts.",
  };
};

const maximumLeavesRoom: Check = ({ hosts: { minimum, maximum } }) => {
  if (maximum > minimum) return undefined;
  return {
    path: "hosts.maximum",
    got: String(maximum),
    allowed: `more than hosts.minimum, which is ${minimum}: the replacement of a host is launched first`,
    fix: `Set it to ${minimum + 1} or more.`,
  };
};

const egressPortsDiffer: Check = ({ hosts: { egressPorts } }) =>
  egressPorts.flatMap(
    (port, index) =>
      egressPorts.indexOf(port) !== index && {
        path: `hosts.egressPorts[${index}]`,
        got: String(port),
        allowed: "each port once",
        fix: "Remove it.",
      },
  );

/** A release contains the day it was built, as in 2023.0.20260226. */
const releaseIsADay: Check = ({ hosts: { ecsAmiRelease }, region }) => {
  const [, year, month, day] = /^2023\.0\.(\d{4})(\d{2})(\d{2})$/.exec(ecsAmiRelease) ?? [];
  if (year === undefined) return undefined;
  const built = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(built.getTime()) && built.getUTCDate() === Number(day);
  if (exists && built.getTime() <= Date.now()) return undefined;
  return {
    path: "hosts.ecsAmiRelease",
    got: `${show(ecsAmiRelease)}, ${exists ? "a day in the future" : "which is not a calendar day"}`,
    allowed: "a release that AWS has published; it ends with the day it was built, YYYYMMDD",
    fix: `Use the newest: ${awsLine({ region }, "ssm", "get-parameter", "--name", "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_version")}`,
  };
};

/** Ten outbound rules are left for the database and others. */
const MOST_EGRESS_PORTS = MOST_SECURITY_GROUP_RULES - 10;

const egressPortsFitTheGroup: Check = ({ hosts: { egressPorts } }) =>
  egressPorts.length > MOST_EGRESS_PORTS && {
    path: "hosts.egressPorts",
    got: `${egressPorts.length} ports`,
    allowed: `at most ${MOST_EGRESS_PORTS}: a security group has ${MOST_SECURITY_GROUP_RULES} outbound rules`,
    fix: `Remove ${egressPorts.length - MOST_EGRESS_PORTS}.`,
  };

export const hostChecks = [
  instanceTypeIsKnown,
  maximumLeavesRoom,
  egressPortsDiffer,
  releaseIsADay,
  egressPortsFitTheGroup,
];
