import type { RISKS } from "../schema/schema";

export type Risk = (typeof RISKS)[number];

/** A cheap choice of an environment. */
export interface TakenRisk {
  readonly risk: Risk;
  readonly path: string;
  readonly got: string;
  readonly safe: string;

  /** @default "Set it to <safe>" */
  readonly fix?: string;
}
