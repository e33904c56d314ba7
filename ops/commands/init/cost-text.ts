import type { Environment } from "../../../config/environment";
import { PRICES } from "../../../facts/prices";
import { costLines, costReport } from "../cost/show-cost";

/** The cost of each part. Nothing else of the report is needed to decide. */
export function costText(environment: Environment): string {
  if (!PRICES[environment.region]) return `facts/prices.ts has no prices for ${environment.region}.`;
  const lines = costLines(costReport(environment, new Date()));
  return lines.slice(0, lines.indexOf("Effect of each change:") - 1).join("\n");
}
