import type { Environment } from "../../config/environment";
import { wrongArchitecture } from "./image-pull";
import type { Finding } from "./finding";
import type { LogLine } from "../ecs/log-stream";
import { EXIT_CODE_CAUSES } from "../../facts/stop-reasons";
import { commandLine } from "../cli/command-line";

type Explanation = Pick<Finding, "cause" | "why" | "next">;

/** Lines that look like an error. */
const COMPLAINT =
  /error|exception|fatal|failed|denied|refused|not found|cannot|unable|no such|panic|missing/i;

/** The most useful line of a log: the last one that looks like an error, otherwise the last one. */
export function errorLine(lines: readonly LogLine[]): string | undefined {
  const line = lines.findLast(({ text }) => COMPLAINT.test(text)) ?? lines.at(-1);
  return line?.text.trim().slice(0, 300);
}

/** Why a container ended, from its exit code and the last lines of its log. */
export function whyEnded(
  environment: Environment,
  container: string,
  exitCode: number,
  lines: readonly LogLine[],
): Explanation {
  if (lines.some(({ text }) => /exec format error/i.test(text))) return wrongArchitecture(environment);

  const line = errorLine(lines);
  const why = [
    exitCode === 0
      ? "The process ended on its own, but a service must keep running."
      : (EXIT_CODE_CAUSES[exitCode] ?? "The application exited with an error."),
    line === undefined ? "The log is empty." : `The log shows: ${line}`,
  ].join(" ");

  return {
    cause: exitCode === 0 ? "container-ended" : "container-failed",
    why,
    next: `Read the log: ${commandLine(environment, "logs", `--container ${container} --since 1h`)}`,
  };
}
