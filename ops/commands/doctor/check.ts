import type { Found } from "../../../config/messages/problem";
import type { Maybe } from "../../../facts/given";
import type { Operation } from "../../cli/operation";

/** The result of a check. */
export interface Findings {
  /** What was found, in a few words, e.g. `example.com`. */
  readonly seen?: string;

  /** Problems to fix before a deployment. */
  readonly problems?: Found;

  /** Notes that are not problems. */
  readonly advice?: Maybe<string> | readonly Maybe<string>[];

  /** Why the question could not be answered, as a sentence. */
  readonly notChecked?: string;
}

/** One question about a subject. It reads and changes nothing. */
export interface Check<Subject> {
  /** What is checked, as in "Not checked: the hosted zone". */
  readonly subject: string;

  readonly look: (subject: Subject) => Findings | Promise<Findings>;
}

/** A question about the account that only AWS can answer. */
export interface AccountCheck extends Check<Operation> {
  /** The permissions it needs. */
  readonly reads: readonly string[];
}
