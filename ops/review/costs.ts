import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { monthlyCost } from "../commands/cost/monthly-cost";
import type { MonthlyCost } from "../commands/cost/monthly-cost";
import type { LineItem } from "../commands/cost/line-item";
import { sumOf } from "../commands/cost/line-item";
import { goldenFile, goldenNames } from "./git";
import type { CostChange, CostSum } from "./review";

/** The monthly cost of an environment as its golden file has it, in USD. An item without a price has no `monthly`. */
interface GoldenCost {
  readonly total: number;
  readonly items: readonly Pick<LineItem, "item" | "monthly">[];
}

/** The name of an environment's golden file of its cost. */
export const costFileOf = (environment: string) => `${environment}.cost.json`;

export function goldenCost({ total, items }: MonthlyCost): GoldenCost {
  return {
    total,
    items: items.map(({ item, monthly }) => ({ item, ...(monthly === undefined ? {} : { monthly }) })),
  };
}

/**
 * The monthly cost of environments at a git ref, from their golden files, and now. Before is unknown if the ref has no golden
 * file of the cost, and 0 if it does not have the environment.
 */
export async function costsSince(ref: string, environments: ReadonlySet<string>): Promise<CostChange[]> {
  const now = resolveEnvironments(ENVIRONMENTS);
  const names = new Set(await goldenNames(ref));
  return Promise.all(
    [...environments].sort().map(async (environment) => {
      const found = now.find((each) => each.environment === environment);
      return {
        environment,
        before: await sumAt(ref, environment, names),
        after: sumOf(found === undefined ? [] : monthlyCost(found).items),
      };
    }),
  );
}

async function sumAt(
  ref: string,
  environment: string,
  names: ReadonlySet<string>,
): Promise<CostSum | undefined> {
  const name = costFileOf(environment);
  if (!names.has(name)) return names.has(`${environment}-base.tf.json`) ? undefined : sumOf([]);
  return sumOf((JSON.parse(await goldenFile(ref, name)) as GoldenCost).items);
}
