import type { Environment } from "../../config/environment";
import { wrongArchitecture } from "./image-pull";
import type { Finding } from "./finding";
import type { LogLine } from "../ecs/log-stream";
import { EXIT_CODE_CAUSES } from "../../facts/stop-reasons";
import { commandLine } from "../cli/command-line";
import { cut } from "../../facts/foreign-text/cut";
import { whyRefused } from "./refused-start";
import { runtimeError } from "./runtime-errors";

type Explanation = Pick<Finding, "cause" | "why" | "next">;

/** In characters. */
const LONGEST_QUOTE = 300;

/** What the kernel reports through the container runtime, at the start of a line. */
const WRONG_ARCHITECTURE =
  /^(?:exec \S{1,300}: |standard_init_linux\.go:\d+: exec user process caused: )?exec format error/;

/** Lines that look like an error. */
const COMPLAINT =
  /error|exception|fatal|failed|denied|refused|not found|cannot|unable|no such|panic|missing/i;

/** A line of nginx's access log, whose text is a visitor's. */
const isAccess = ({ container, text }: LogLine) => container === "nginx" && text.startsWith("{");

/** The most useful line of a log: the last error of the runtime, otherwise the last line that looks like an error, or the last one. */
export function errorLine(lines: readonly LogLine[]): string | undefined {
  const own = lines.filter((line) => !isAccess(line));
  const line =
    own.findLast((each) => runtimeError(each) !== undefined) ??
    own.findLast(({ text }) => COMPLAINT.test(text)) ??
    own.at(-1);
  return line && quoted(line);
}

/** The beginning of a log line, for a sentence. */
export const quoted = ({ text }: LogLine) => cut(text.trim(), LONGEST_QUOTE);

/** Why a container ended, from its exit code and the last lines of its log. */
export function whyEnded(
  environment: Environment,
  container: string,
  exitCode: number,
  lines: readonly LogLine[],
): Explanation {
  if (lines.some(({ text }) => WRONG_ARCHITECTURE.test(text))) return wrongArchitecture(environment);
  const refused = whyRefused(lines);
  if (refused) return refused;

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
