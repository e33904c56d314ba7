import type { Problem } from "../../../config/messages/problem";
import type { Operation } from "../../cli/operation";

/** What a check found out. */
export interface Findings {
  /** What would make a deploy fail. */
  readonly problems?: readonly Problem[];

  /** What is allowed, and worth knowing. */
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
