import { toAlarm } from "../links";
import type { Kind } from "../news";
import { join } from "../shape";

const STATES: Partial<Record<string, readonly [icon: string, words: string]>> = {
  // What every object has otherwise, e.g. "constructor", is no word of AWS.
  __proto__: null as never,
  ALARM: ["🔔", "alarm"],
  OK: ["🔕", "OK again"],
};

export const alarm: Kind = ({ detail: { alarmName, state, configuration } }) => {
  const { value, reason, timestamp } = state;
  if (!alarmName || !value) return undefined;
  const [icon, says] = STATES[value] ?? ["❔", value];
  return {
    same: [alarmName, value, timestamp],
    links: toAlarm(alarmName),
    words: () => [icon, `${says}: ${alarmName}`, join("\n", configuration.description, reason)],
  };
};
