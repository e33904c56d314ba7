import type { Metric } from "./metric";

/** Metric math over several metrics. CloudWatch charges each metric as much as an alarm. */
interface Calculation {
  readonly of: Readonly<Record<string, Metric>>;

  /** The expressions by id, in order. The alarm watches the last one. */
  readonly as: Readonly<Record<string, string>>;
}

/** What an alarm watches, when it starts, and what to do then. */
export interface AlarmRule {
  /** What is wrong, in plain words, for the operator who is on call. */
  readonly description: string;

  /** Where to look and what to do. */
  readonly action: string;

  readonly metric: Metric | Calculation;
  readonly threshold: { readonly above: number } | { readonly atLeast: number } | { readonly below: number };

  /** How many periods in a row must be over the threshold. */
  readonly periods: number;
  readonly periodSeconds: 60 | 300 | 86_400;

  /**
   * How CloudWatch treats a period without data: as over the threshold, as within it, or as no reason to change the state
   * (`ignore`). Not as `missing`, where an alarm ends with the data of what it watches.
   */
  readonly treatMissingData: "breaching" | "notBreaching" | "ignore";
}

/** Three periods of five minutes in a row. Missing data says nothing about the values, so it does not change the state. */
export const FIFTEEN_MINUTES = {
  periods: 3,
  periodSeconds: 300,
  treatMissingData: "ignore",
} as const;

/** By the last part of the alarm's name, e.g. `host-cpu` for `api-production/host-cpu`. */
export type AlarmRules = Readonly<Record<string, AlarmRule>>;
