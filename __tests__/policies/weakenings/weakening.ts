import type { Weakening } from "../weakened-source";

export interface ExpectedWeakening extends Weakening {
  readonly policy: string;
  /** How the resource's address begins. */
  readonly resource: string;
  /** Of what was found, and of the fix. */
  readonly says: string;
  /** @default production */
  readonly fixture?: string;
}

type Row = readonly [policy: string, resource: string, says: string, text: string, instead: string];

/** The weakenings of one file: the text, and what somebody in a hurry would write instead. */
export const of = (file: string, rows: readonly Row[], fixture?: string): ExpectedWeakening[] =>
  rows.map(([policy, resource, says, text, instead]) => ({
    file: `${file}.ts`,
    policy,
    resource,
    says,
    text,
    instead,
    ...(fixture === undefined ? {} : { fixture }),
  }));
