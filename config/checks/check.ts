import type { Environment } from "../environment";
import type { Problem } from "../messages/problem";

/** A rule that looks at more than the type of one field. Small, so that one mistyped field silences few of them. */
export type Check = (environment: Environment) => Problem[];
