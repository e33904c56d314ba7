import type { Change } from "./change";
import type { Sentence } from "./sentence";

/** What a change does to the people who use the API or look after it, the worst first. */
export const SEVERITIES = {
  "data-loss": "Data is lost",
  downtime: "Something stops",
  exposure: "More is open or allowed",
  protection: "Less is protected",
  replacement: "Tasks or hosts are replaced",
  notice: "To know",
} as const;

export type Severity = keyof typeof SEVERITIES;

/** One thing a reviewer should know before a change is merged. */
export interface Finding {
  readonly severity: Severity;

  /** What happens, with the address of the resource. */
  readonly says: Sentence;

  /** What to do about it. */
  readonly remedy: Sentence;
}

/** Finds what one change does; some changes are understood only beside the others of their stack. */
export type Rule = (change: Change, all: readonly Change[]) => Finding[];

export const ends = ({ action }: Change) => action === "delete" || action === "replace";
