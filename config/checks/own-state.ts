import { hasSeveralWebTasks, ownStatesOf } from "../own-state";
import { show } from "../messages/show";
import type { Check } from "./check";

/** With one task the same is a warning: it then is lost at every deploy, and nobody else misses it until then. */
const severalTasksShareTheirState: Check = (environment) =>
  hasSeveralWebTasks(environment)
    ? ownStatesOf(environment).map(({ setting, value, kept, remedy }) => ({
        path: `env.${setting}`,
        got: show(value),
        allowed: `what every web task sees; with more than one of them, each would have ${kept} of its own`,
        fix: remedy,
      }))
    : [];

export const ownStateChecks = [severalTasksShareTheirState];
