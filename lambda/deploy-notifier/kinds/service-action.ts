import { lastBadEnd } from "../evidence";
import { toService } from "../links";
import { withoutNumbers } from "../memory";
import type { Kind } from "../news";

const ACTIONS: Partial<Record<string, readonly [icon: string, words: string]>> = {
  // Without a prototype: "constructor" must not be found here.
  __proto__: null as never,
  SERVICE_TASK_PLACEMENT_FAILURE: ["🧱", "cannot place a task"],
  SERVICE_TASK_CONFIGURATION_FAILURE: ["🧱", "cannot start a task"],
  SERVICE_TASK_START_IMPAIRED: ["⚠️", "keeps failing to start tasks"],
};

export const serviceAction: Kind = ({ resources, detail: { eventName, reason, createdAt } }) => {
  const service = resources[0];
  const [icon, does] = ACTIONS[eventName] ?? ["⚠️", eventName];
  if (!eventName) return undefined;
  return {
    same: [service, eventName, reason, createdAt],
    trouble: [service, eventName, withoutNumbers(reason)],
    links: toService(service),
    words: async (attempt) => {
      const end = await lastBadEnd(attempt, service);
      return [icon, `${service} ${does}`, reason, {}, end?.log];
    },
  };
};
