import type { Change } from "./change";
import { plain, type Sentence } from "./sentence";

/** The effect of a change, the most serious first. */
export const SEVERITIES = {
  "data-loss": "Data is lost",
  refused: "The deploy would fail",
  downtime: "Downtime",
  exposure: "More access",
  protection: "Less protection",
  replacement: "Tasks or hosts are replaced",
  notice: "Notes",
} as const;

export type Severity = keyof typeof SEVERITIES;

/** One thing that a reviewer should know before the merge. */
export interface ReviewFinding {
  readonly severity: Severity;

  /** What happens, with the address of the resource. */
  readonly what: Sentence;

  readonly fix: Sentence;
}

/** Judges one change. Some changes need the other changes of their stack to be understood. */
export type ReviewRule = (change: Change, all: readonly Change[]) => Found;

export type Found = ReviewFinding | readonly ReviewFinding[] | undefined;

/** Words about a resource that is destroyed and created again. */
export const ifReplaced = ({ action }: Change, words: string) => plain(action === "replace" ? words : "");

export const isDestroyed = ({ action }: Change) => action === "delete" || action === "replace";
