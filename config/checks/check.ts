import type { Environment } from "../environment";
import type { Found } from "../messages/problem";

/** A rule about more than the type of one field. Keep it small: it cannot run while a field that it reads is mistyped. */
export type Check = (environment: Environment) => Found;
