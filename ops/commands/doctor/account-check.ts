import type { Problem } from "../../../config/messages/problem";
import type { Operation } from "../../cli/operation";

/** The result of a check. */
export interface Findings {
  /** Problems that would make a deploy fail. */
  readonly problems?: readonly Problem[];

  /** Notes that are no problem. */
  readonly advice?: readonly string[];
}

/** One question about the account that only AWS can answer. It reads and changes nothing. */
export interface AccountCheck {
  /** What is checked, as in "the hosted zone was not checked". */
  readonly subject: string;

  /** The permissions it needs. */
  readonly reads: readonly string[];

  readonly look: (operation: Operation) => Promise<Findings>;
}
