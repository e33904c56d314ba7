import type { Price } from "../../../facts/prices";

/** One line of a monthly bill. */
export interface LineItem {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;

  /** The price of one unit; absent when the table does not have it. */
  readonly price?: Price;

  /** In USD, rounded to a cent. */
  readonly monthly?: number;
}

const toCents = (usd: number) => Math.round((usd + Number.EPSILON) * 100);

export function lineItem(item: string, quantity: number, unit: string, price: Price | undefined): LineItem {
  const line = { item, quantity, unit };
  return price === undefined ? line : { ...line, price, monthly: toCents(quantity * price.usd) / 100 };
}

/** The sum of the lines as printed, i.e. after rounding to cents, and the lines without a price. */
export const sumOf = (items: readonly Pick<LineItem, "item" | "monthly">[]) => ({
  total: items.reduce((cents, { monthly = 0 }) => cents + toCents(monthly), 0) / 100,
  unpriced: items.filter(({ monthly }) => monthly === undefined).map(({ item }) => item),
});
