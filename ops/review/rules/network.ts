import { ownOf } from "../own";
import { blocksOf, listOf } from "../../../facts/terraform-json";
import { contains, isAnywhere, parseRange } from "../../../facts/cidr";
import type { Change } from "../change";
import type { ReviewFinding, ReviewRule } from "../finding";
import type { Sentence } from "../sentence";
import { list, plain, sentence } from "../sentence";
import { LATER } from "../policy-document";
import type { Values } from "../values";
import { UNKNOWN } from "../values";

const ALL_PROTOCOLS = "-1";

/** One allowed connection of a security group. */
interface Opening {
  readonly direction: "in" | "out";
  readonly protocol: string;
  readonly from: number;
  readonly to: number;

  /** A range of addresses, the id of a security group or of a prefix list. */
  readonly peer: string;
}

/** Arguments with the security groups of a resource. */
const GROUPS = ["security_group_ids", "security_groups", "vpc_security_group_ids"];

/** A security group allows more connections, or a resource is in another one. */
export const network: ReviewRule = (change) => {
  if (!["create", "update", "replace"].includes(change.action)) return [];
  const { address, action, before: was, after: is } = change;
  const joined = GROUPS.filter(
    (each) => action === "update" && listOf(is[each]).some((group) => !listOf(was[each]).includes(group)),
  ).map((each): ReviewFinding => ({
    severity: "exposure",
    what: sentence`${address} is in another security group: ${each} changes.`,
    fix: plain("Check in the details which connections the group allows."),
  }));
  const before = openingsOf(change.type, change.before);
  const opened = openingsOf(change.type, change.after).filter(
    (opening) => !before.some((each) => covers(each, opening)),
  );
  return [...joined, ...opened.map((opening) => finding(change, opening))];
};

function finding({ address }: Change, opening: Opening): ReviewFinding {
  const { direction, peer } = opening;
  const ports = portsOf(opening);
  if (direction === "out") {
    return {
      severity: "exposure",
      what: sentence`${address} allows outgoing connections to ${isAnywhere(peer) ? plain("anywhere") : peer}: ${ports}.`,
      fix: plain("Check that its members need it."),
    };
  }
  return {
    severity: "exposure",
    what: isAnywhere(peer)
      ? sentence`${address} opens ${ports} to the internet.`
      : sentence`${address} opens ${ports} to ${peer}.`,
    fix: isAnywhere(peer)
      ? plain("If that is not intended, allow only the addresses or the security group that need it.")
      : plain("Check that all of it needs to connect."),
  };
}

function openingsOf(type: string, values: Values): Opening[] {
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
      return rule("in", values, values.ip_protocol);
    case "aws_vpc_security_group_egress_rule":
      return rule("out", values, values.ip_protocol);
    case "aws_security_group_rule":
      return rule(values.type === "egress" ? "out" : "in", values, values.protocol);
    case "aws_default_security_group":
    case "aws_security_group":
      return [
        ...blocksOf(values.ingress).flatMap((block) => rule("in", block, block.protocol)),
        ...blocksOf(values.egress).flatMap((block) => rule("out", block, block.protocol)),
      ];
    default:
      return [];
  }
}

/** A rule resource has one peer; a rule inside a security group has lists of peers. */
function rule(direction: Opening["direction"], values: Values, protocol: unknown): Opening[] {
  const peers = [
    values.cidr_ipv4,
    values.cidr_ipv6,
    values.prefix_list_id,
    values.referenced_security_group_id,
    values.source_security_group_id,
    ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"].flatMap((key) =>
      listOf(values[key]),
    ),
  ]
    .map((peer) => (peer === UNKNOWN ? LATER : peer))
    .filter((peer): peer is string => typeof peer === "string" && peer !== "");
  const all = String(protocol) === ALL_PROTOCOLS;
  return peers.map((peer) => ({
    direction,
    protocol: String(protocol),
    from: all ? 0 : Number(values.from_port),
    to: all ? 65_535 : Number(values.to_port),
    peer,
  }));
}

const covers = (wider: Opening, other: Opening) =>
  wider.direction === other.direction &&
  [ALL_PROTOCOLS, other.protocol].includes(wider.protocol) &&
  wider.from <= other.from &&
  other.to <= wider.to &&
  (wider.peer === other.peer || isWithin(other.peer, wider.peer));

const IPV4 = /^[\d.]+\/\d+$/;
const isWithin = (inner: string, outer: string) =>
  IPV4.test(inner) && IPV4.test(outer) && contains(parseRange(outer), parseRange(inner));

function portsOf({ protocol, from, to }: Opening): Sentence {
  if (protocol === ALL_PROTOCOLS) return plain("all traffic");
  return from === to ? sentence`${protocol} port ${from}` : sentence`${protocol} ports ${from} to ${to}`;
}

/** Arguments that block public access, and the value that allows it. */
const PUBLIC: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  aws_db_instance: { publicly_accessible: true },
  aws_instance: { associate_public_ip_address: true },
  aws_lb: { internal: false },
  aws_s3_bucket_public_access_block: {
    block_public_acls: false,
    block_public_policy: false,
    ignore_public_acls: false,
    restrict_public_buckets: false,
  },
  aws_subnet: { map_public_ip_on_launch: true },
};

/** A private resource can become public. */
export const publicAccess: ReviewRule = ({ address, type, action, before, after }) => {
  const published = Object.entries(ownOf(PUBLIC, type) ?? {}).filter(
    ([argument, value]) =>
      (action === "delete" && type === "aws_s3_bucket_public_access_block") ||
      (["update", "replace"].includes(action) && before[argument] !== value && after[argument] === value),
  );
  if (published.length === 0) return undefined;
  return {
    severity: "exposure",
    what: sentence`${address} no longer blocks public access: ${list(published.map(([argument]) => argument))}.`,
    fix: plain("Undo the change, unless public access is intended."),
  };
};
