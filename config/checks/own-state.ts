import { hasSeveralWebTasks, ownStatesOf } from "../own-state";
import { show } from "../messages/show";
import type { Check } from "./check";

/** With one task this is a warning: the state is lost only at a deployment. */
const severalTasksShareTheirState: Check = (environment) =>
  hasSeveralWebTasks(environment)
    ? ownStatesOf(environment).map(({ setting, value, stored, fix }) => ({
        path: `env.${setting}`,
        got: show(value),
        allowed: `a driver that all web tasks share; otherwise each of them has ${stored} of its own`,
        fix,
      }))
    : undefined;

export const ownStateChecks = [severalTasksShareTheirState];
