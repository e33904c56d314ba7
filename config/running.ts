import type { EnvironmentValues } from "./schema/schema";

/** The fewest and the most hosts. An environment that is switched off has none. */
export const hostRangeOf = ({ hosts, running }: Pick<EnvironmentValues, "hosts" | "running">) =>
  running ? { minimum: hosts.minimum, maximum: hosts.maximum } : { minimum: 0, maximum: 0 };

/** The alarms. An environment that is switched off has none, because they would report that nothing runs. */
export const alarmsOf = ({
  alarms,
  running,
}: Pick<EnvironmentValues, "alarms" | "running">): EnvironmentValues["alarms"] => ({
  ...alarms,
  enabled: alarms.enabled && running,
});
