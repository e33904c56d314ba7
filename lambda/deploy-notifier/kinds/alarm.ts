import { toAlarm } from "../links";
import type { Kind } from "../news";
import { join } from "../shape";

const STATES: Partial<Record<string, readonly [icon: string, words: string]>> = {
  // Without a prototype: "constructor" must not be found here.
  __proto__: null as never,
  ALARM: ["🔔", "alarm"],
  OK: ["🔕", "OK again"],
  INSUFFICIENT_DATA: ["🔕", "ended with insufficient data"],
};

export const alarm: Kind = ({ detail: { alarmName, state, configuration } }) => {
  const { value, reason, timestamp } = state;
  if (!alarmName || !value) return undefined;
  const [icon, label] = STATES[value] ?? ["❔", value];
  return {
    same: [alarmName, value, timestamp],
    links: toAlarm(alarmName),
    words: () => [icon, `${label}: ${alarmName}`, join("\n", configuration.description, reason)],
  };
};
