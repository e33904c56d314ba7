import { SMALLEST_NODE } from "../../facts/valkey";
import { valkeyOf } from "../cache-settings";
import { show } from "../messages/show";
import type { Check } from "./check";

/** Families without encryption or Valkey ("Supported node types", Amazon ElastiCache User Guide). */
const OLD_FAMILY = /^cache\.(t1|t2|m[1-4]|r[34]|c1)\./;
const BURSTABLE = /^cache\.(t3|t4g)\.(.+)$/;
const BURSTABLE_SIZES = ["micro", "small", "medium"];

const nodeTypeExists: Check = (environment) => {
  const nodeType = valkeyOf(environment)?.nodeType;
  if (nodeType === undefined) return undefined;
  const [, family, size] = BURSTABLE.exec(nodeType) ?? [];
  const unknownSize = family !== undefined && size !== undefined && !BURSTABLE_SIZES.includes(size);
  if (!OLD_FAMILY.test(nodeType) && !unknownSize) return undefined;
  return {
    path: "cache.nodeType",
    got: show(nodeType),
    allowed: unknownSize
      ? `cache.${family} with one of ${BURSTABLE_SIZES.join(", ")}`
      : "a type that runs Valkey 8: t3, t4g, m5 and later, r5 and later",
    fix: `Use ${SMALLEST_NODE}, the cheapest, or a larger one of a current family.`,
  };
};

export const cacheChecks = [nodeTypeExists];
