import type { Environment } from "../../environments/environment";
import type { Operation } from "../operation";
import type { Facts } from "../outcome";
import { Refusal } from "../refusal";
import { ASSUMPTIONS } from "./assumptions";
import type { LineItem } from "./line-item";
import type { MonthlyCost } from "./monthly-cost";
import { monthlyCost } from "./monthly-cost";
import { PRICES } from "./prices";
import type { Switch } from "./switches";
import { switchesOf } from "./switches";

export interface CostReport extends MonthlyCost {
  readonly environment: string;
  readonly region: string;
  readonly assumptions: readonly string[];
  readonly switches: readonly Switch[];
}

/** What an environment costs, by what assumptions, and what each of its switches would change. It asks nobody. */
export function costReport(environment: Environment): CostReport {
  const { environment: name, region } = environment;
  if (!PRICES[region]) {
    throw new Refusal(
      `There are no prices of ${region} in ops/cost/prices.ts, and none is guessed.\n` +
        `Known are: ${Object.keys(PRICES).join(", ")}.`,
    );
  }
  return {
    environment: name,
    region,
    ...monthlyCost(environment),
    assumptions: ASSUMPTIONS,
    switches: switchesOf(environment),
  };
}

const money = (usd: number | undefined) => (usd === undefined ? "?" : usd.toFixed(2)).padStart(9);
const signed = (usd: number | undefined) =>
  (usd === undefined ? "?" : `${usd < 0 ? "-" : "+"}${Math.abs(usd).toFixed(2)}`).padStart(9);

/** The report as an operator reads it. */
export function costLines(report: CostReport): string[] {
  return [
    `${report.environment} in ${report.region}, USD a month`,
    "",
    ...report.items.map((item) => `${money(item.monthly)}  ${item.item.padEnd(32)} ${reckoning(item)}`),
    `${money(report.total)}  together`,
    ...report.unpriced.map((what) => `           No price is known of ${what}: ops/cost/prices.ts.`),
    "",
    "What would change it:",
    ...report.switches.map(({ change, difference }) => `${signed(difference)}  ${change}`),
    "",
    "Assumed:",
    ...report.assumptions.map((assumption) => `  - ${assumption}`),
    "",
    `Sources: ${sources(report.items)}`,
  ];
}

function reckoning({ quantity, unit, price }: LineItem): string {
  const amount = Number(quantity.toFixed(2));
  return price === undefined
    ? `${amount} ${unit}`
    : `${amount} ${unit} at ${Number(price.usd.toPrecision(6))}`;
}

const sources = (items: readonly LineItem[]) =>
  [...new Set(items.flatMap(({ price }) => (price ? [price.source] : [])))].join("; ");

/** Says what the environment costs. */
export function cost({ environment, output }: Operation): Facts {
  const report = costReport(environment);
  output.say(costLines(report).join("\n"));
  return { ...report };
}
