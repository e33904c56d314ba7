import type { Environment } from "../../config/environment";
import { wrongArchitecture } from "./image-pull";
import type { Finding } from "./finding";
import type { LogLine } from "./observations";
import { command } from "./rule";

type Explanation = Pick<Finding, "cause" | "why" | "next">;

/** What a shell, the kernel and Docker mean by an exit code: 128 and more are signals. */
const MEANINGS: Readonly<Record<number, string>> = {
  126: "The command is there but cannot be executed.",
  127: "The command was not found in the image.",
  134: "The process aborted itself (SIGABRT).",
  135: "The process read memory that is not there (SIGBUS).",
  137: "It was killed (SIGKILL): by the kernel for want of memory, or because it did not stop in time.",
  139: "The process crashed (SIGSEGV), most often an extension of PHP.",
  143: "It was asked to stop (SIGTERM) and did.",
  255: "The process could not start or ended with an error that has no number.",
};

/** Lines that say what went wrong, before those that only come last. */
const COMPLAINT =
  /error|exception|fatal|failed|denied|refused|not found|cannot|unable|no such|panic|missing/i;

/** The line of a log that tells most: the last that complains, else the last. */
export function tellingLine(lines: readonly LogLine[]): string | undefined {
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

  const said = tellingLine(lines);
  const why = [
    exitCode === 0
      ? "It came to an end by itself, which a service must not."
      : (MEANINGS[exitCode] ?? "The application ended with an error of its own."),
    said === undefined ? "It wrote nothing." : `Its log says: ${said}`,
  ].join(" ");

  return {
    cause: exitCode === 0 ? "container-ended" : "container-failed",
    why,
    next: `Read its log: ${command(environment, "logs", `--container ${container} --since 1h`)}`,
  };
}
