/**
 * Ranges that a network cannot have. A VPC has a private or a publicly routable range ("VPC CIDR blocks", Amazon VPC User
 * Guide), and these are neither ("Special-Purpose IP Address Registries", RFC 6890, and "IPv4 Multicast Address Space
 * Registry", IANA).
 */
export const SPECIAL_RANGES = [
  { range: "0.0.0.0/8", use: "this host" },
  { range: "127.0.0.0/8", use: "loopback" },
  { range: "169.254.0.0/16", use: "link-local, e.g. the instance metadata and the time server of a host" },
  { range: "224.0.0.0/4", use: "multicast" },
  { range: "240.0.0.0/4", use: "reserved" },
];

/** Docker's bridge on a host. AWS advises against it for a VPC ("VPC CIDR blocks", Amazon VPC User Guide). */
export const DOCKER_RANGE = "172.17.0.0/16";
