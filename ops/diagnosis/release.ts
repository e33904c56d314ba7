import { ago } from "../cli/duration";
import { commandLine } from "../cli/command-line";
import type { Environment } from "../../config/environment";
import type { ReleaseInProgress } from "../ecs/release-lock";
import type { DiagnosisRule } from "./rule";

/** Eight missed heartbeats, which also covers clocks that differ. */
const SILENT_SECONDS = 120;

/** A release that was killed or lost its network connection, and that no later release has taken over. */
export const releaseCutOff: DiagnosisRule = (environment, { at, release }) => {
  if (!release || at.getTime() - release.aliveAt.getTime() < SILENT_SECONDS * 1_000) return undefined;
  const { command: verb, aim, owner, since, aliveAt } = release;
  return {
    cause: "release-cut-off",
    what: `release: the ${verb} of ${aim} by ${owner} was interrupted before it completed`,
    why: `It started ${ago(at, since)} and sent its last heartbeat ${ago(at, aliveAt)}: it was killed, or its machine lost the network connection.`,
    next: nextOf(environment, verb, aim),
  };
};

function nextOf(environment: Environment, command: ReleaseInProgress["command"], aim: string): string {
  const again = (name: string, rest = "") =>
    `Run it again, which continues it: ${commandLine(environment, name, rest)}`;
  if (command === "database swap") return again("database restore", `--swap ${aim}`);
  if (command === "database drop") return again(command, aim);
  // The lock has no options, and without --anonymize the rows of customers would be loaded as they are.
  const loaded =
    "Run it again with the options that it had, above all --anonymize, which removes what it has left:";
  if (command === "database import")
    return `${loaded} ${commandLine(environment, command, `--from ${aim} ...`)}`;
  if (command === "database clone")
    return `${loaded} npm run ops -- database clone <from> --to ${environment.environment} ..., from ${aim}`;
  if (command === "rollback") return again("rollback");
  return `${again("deploy", "--tag <commit>")}. Or return to the earlier release: ${commandLine(environment, "rollback")}`;
}
