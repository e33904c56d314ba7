import type { Environment } from "../../../config/environment";
import { widest } from "../../cli/columns";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { bold, linesOf } from "../../cli/style";
import { ASSUMPTIONS } from "./assumptions";
import type { LineItem } from "./line-item";
import type { MonthlyCost } from "./monthly-cost";
import { monthlyCost } from "./monthly-cost";
import type { Price } from "../../../facts/prices";
import { PRICES } from "../../../facts/prices";
import type { Switch } from "./switches";
import { switchesOf } from "./switches";

export interface CostReport extends MonthlyCost {
  readonly environment: string;
  readonly region: string;
  readonly assumptions: readonly string[];
  readonly switches: readonly Switch[];
  /** The sources whose prices are older than a year. */
  readonly oldSources: readonly string[];
}

/** The age from which a price is reported as old. */
const OLD_DAYS = 365;

/** The monthly cost of an environment, with its assumptions and the effect of each switch. It makes no requests. */
export function costReport(environment: Environment, today: Date): CostReport {
  const { environment: name, region } = environment;
  if (!PRICES[region]) {
    throw new Refusal(
      `The price table does not have ${region}. Known regions: ${Object.keys(PRICES).join(", ")}.\n` +
        `Fix: Add its prices to facts/prices.ts.`,
    );
  }
  const cost = monthlyCost(environment);
  return {
    environment: name,
    region,
    ...cost,
    assumptions: ASSUMPTIONS,
    switches: switchesOf(environment),
    oldSources: sources(cost.items, ({ asOf }) => today.getTime() - Date.parse(asOf) > OLD_DAYS * 86_400_000),
  };
}

const money = (usd: number | undefined) => (usd === undefined ? "?" : usd.toFixed(2)).padStart(9);
const signed = (usd: number | undefined) =>
  (usd === undefined ? "?" : `${usd < 0 ? "-" : "+"}${Math.abs(usd).toFixed(2)}`).padStart(9);

/** The report as an operator reads it. */
export function costLines(report: CostReport): string[] {
  const width = widest(report.items.map(({ item }) => item));
  return [
    `${report.environment} in ${report.region}, USD a month`,
    "",
    ...report.items.map((item) => `${money(item.monthly)}  ${item.item.padEnd(width)}  ${reckoning(item)}`),
    `${money(report.total)}  total${report.unpriced.length > 0 ? ` without ${report.unpriced.join(", ")}` : ""}`,
    ...report.unpriced.map(
      (what) =>
        `           No price is known for ${what} in ${report.region}. Fix: Add it to facts/prices.ts.`,
    ),
    "",
    "Effect of each change:",
    ...report.switches.map(({ change, difference }) => `${signed(difference)}  ${change}`),
    "",
    "Assumptions:",
    ...report.assumptions.map((assumption) => `  - ${assumption}`),
    "",
    `Sources: ${sources(report.items).join("; ")}`,
    ...report.oldSources.map(
      (source) =>
        `Prices older than a year: ${source}. Fix: Compare them with AWS's prices, and correct facts/prices.ts.`,
    ),
  ];
}

function reckoning({ quantity, unit, price }: LineItem): string {
  const amount = Number(quantity.toFixed(2));
  return price === undefined
    ? `${amount} ${unit}`
    : `${amount} ${unit} at ${Number(price.usd.toPrecision(6))}`;
}

const sources = (items: readonly LineItem[], which: (price: Price) => boolean = () => true) => [
  ...new Set(items.flatMap(({ price }) => (price && which(price) ? [price.source] : []))),
];

const isHeading = (line: string, index: number) =>
  index === 0 || line.endsWith(":") || /^ *[\d.]+ {2}total/.test(line);

/** Prints the monthly cost of the environment. */
export function cost({ environment, output }: Operation): Facts {
  const report = costReport(environment, new Date());
  output.print(linesOf(costLines(report).map((line, index) => (isHeading(line, index) ? bold(line) : line))));
  return { ...report };
}
