import { literal } from "../../../../facts/literal";
import type { Findings } from "../check";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import { COMES_WITH_DOCKER } from "./application-check";
import { choiceOf, entryOf, readsEnv } from "./php";

const FILE = "config/logging.php";
const fix = (application: Application) =>
  `Run in the Laravel repository: cp ${application.fromProject("docker/laravel/config/logging.php")} config/`;

/** Logs must go to the output of the container. Files in `storage/` are lost with it, and with them the reason of a failure. */
export const logging: ApplicationCheck = {
  subject: "the log channel",
  look: (application) => {
    const code = application.code(FILE) ?? "";
    const channel = application.settings.LOG_CHANNEL ?? choiceOf(code, "default")?.fallback ?? "stack";
    if (readsEnv(code, "LOG_STDERR")) return ownFile(channel, code);

    const used = channel === "stack" ? stackOf(application, code) : [channel];
    const seen = used.join(", ");
    if (!application.hasContainers) return COMES_WITH_DOCKER;
    if (used.every((name) => isFile(name, code))) {
      return {
        problems: {
          path: FILE,
          got: `the channel ${seen}, which writes to files in the container`,
          allowed: "the output of the container, as in the file that this repository brings",
          fix: fix(application),
        },
      };
    }
    return {
      seen,
      advice: `The channel ${seen} does not log scheduled commands, and LOG_FORMAT has no effect. ${fix(application)}`,
    };
  },
};

/** With the file of this repository. */
function ownFile(channel: string, code: string): Findings {
  if (new RegExp(`['"]${literal(channel)}['"]\\s*=>`).test(code)) return { seen: `${channel} in ${FILE}` };
  return {
    problems: {
      path: "env.LOG_CHANNEL",
      got: `"${channel}", which ${FILE} does not have`,
      allowed: "a channel of this file: otherwise Laravel adds an emergency to every entry",
      fix: 'Write "stack".',
    },
  };
}

/** The channels of `stack`: a list, or the variable LOG_STACK since Laravel 11. */
function stackOf(application: Application, code: string): string[] {
  const entry = entryOf(code, "stack");
  if (entry !== "" && !readsEnv(entry, "LOG_STACK")) {
    return [...entryOf(entry, "channels").matchAll(/['"](\w+)['"]/g)].map(([, name = ""]) => name);
  }
  const fallback = /\benv\(\s*['"]LOG_STACK['"]\s*,\s*['"](\w+)['"]/.exec(entry)?.[1] ?? "single";
  return (application.settings.LOG_STACK ?? fallback).split(",").map((name) => name.trim());
}

const isFile = (channel: string, code: string) =>
  ["single", "daily"].includes(choiceOf(entryOf(code, channel), "driver")?.fallback ?? channel);
