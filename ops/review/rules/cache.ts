import type { ReviewRule } from "../finding";
import { fromTo, plain, sentence } from "../sentence";

/** Arguments whose change interrupts connections to the cache ("Modifying an ElastiCache cluster", Amazon ElastiCache User Guide). */
const INTERRUPTS: Readonly<Record<string, string>> = {
  engine_version: "it is upgraded",
  node_type: "it moves to other nodes",
  transit_encryption_mode: "clients must use the other mode",
};

/** The cache is unavailable for seconds, while its content stays. */
export const cache: ReviewRule = ({ action, type, address, changed, before, after }) =>
  action !== "update" || type !== "aws_elasticache_replication_group"
    ? []
    : changed
        .filter((argument) => INTERRUPTS[argument] !== undefined)
        .map((argument) => ({
          severity: "downtime",
          what: sentence`${address} changes ${argument}${fromTo(before[argument], after[argument])}: ${plain(INTERRUPTS[argument] ?? "")}, which closes its connections for some seconds. What is in it stays.`,
          fix: plain("Deploy at a quiet time: requests that use the cache in these seconds fail."),
        }));
