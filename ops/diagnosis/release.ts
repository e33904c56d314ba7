import { ago } from "../cli/duration";
import { command } from "./rule";
import type { Rule } from "./rule";

/** Eight signs of life that did not come, and room for clocks that differ. */
const SILENT_SECONDS = 120;

/** A release that was killed, or whose machine is cut off, and that nobody took over from yet. */
export const releaseCutOff: Rule = (environment, { at, release }) => {
  if (!release || at.getTime() - release.aliveAt.getTime() < SILENT_SECONDS * 1_000) return [];
  const { command: verb, aim, owner, since, aliveAt } = release;
  return [
    {
      cause: "release-cut-off",
      what: `release: the ${verb} of ${aim} by ${owner} was cut off in the middle`,
      why: `It began ${ago(at, since)} ago and has said nothing for ${ago(at, aliveAt)}: it was killed, or its machine lost the network.`,
      next:
        verb === "deploy"
          ? `Run it again, which goes on where it was cut off: ${command(environment, verb, "--tag <commit>")}. ` +
            `Or return to what ran before: ${command(environment, "rollback")}`
          : `Run it again, which goes on where it was cut off: ${command(environment, verb)}`,
    },
  ];
};
