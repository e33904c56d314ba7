import { DATA } from "./data";
import type { HiddenDependency } from "./hidden-dependency";
import { LOGS } from "./logs";
import { MESSAGES } from "./messages";
import { NETWORK } from "./network";
import { ROLES } from "./roles";
import { SERVICES } from "./services";

/**
 * The order that AWS requires and Terraform cannot see. On destroy the order is the reverse, so that each also says what
 * must be gone before its prerequisite is. Between the two stacks the order is that of the stacks.
 */
export const HIDDEN_DEPENDENCIES: readonly HiddenDependency[] = [
  ...NETWORK,
  ...ROLES,
  ...SERVICES,
  ...MESSAGES,
  ...LOGS,
  ...DATA,
];
