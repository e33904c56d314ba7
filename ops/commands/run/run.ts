import { looksLikeSecretName, secretKindOf } from "../../../facts/secret-marks";
import { STARTED_BY_OPERATOR } from "../../diagnosis/stopped-tasks";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure } from "../../cli/outcome";
import { duration } from "../../cli/duration";
import { Refusal } from "../../cli/refusal";
import { good } from "../../cli/style";
import { confirm } from "../../cli/terminal";
import { runInTask } from "./command-task";

/**
 * Runs a command in a one-off task, as `migrate` runs: in the application's image, with its settings and secrets. It streams
 * the log and exits with the command's exit code.
 */
export async function run(operation: Operation, command: readonly string[]): Promise<Facts> {
  if (command.length === 0) {
    throw new Refusal(
      "No command was given.\nFix: Write it after --, e.g. npm run ops -- run <environment> -- artisan about",
    );
  }
  const secret = command.find(isSecret);
  if (secret !== undefined) {
    operation.output.warn(
      "The command seems to contain a secret. ECS and CloudTrail record commands in plain text.\n" +
        "Fix: Put secrets in `secrets` of the environment instead.",
    );
  }

  const { names } = operation;
  const began = performance.now();
  const { task, exitCode } = await runInTask(operation, {
    taskDefinition: names.taskFamily("migrate").name,
    container: "migrate",
    command,
    startedBy: STARTED_BY_OPERATOR,
    stopOnInterrupt: () => confirm("Stop the task?"),
  });
  if (exitCode !== 0) {
    throw new Failure(`${command.join(" ")} ended with exit code ${exitCode}.`, { task, exitCode }, exitCode);
  }
  // A command without output would end without a word.
  operation.output.note(
    good(`${command.join(" ")} ended with exit code 0 after ${duration(performance.now() - began)}.`),
  );
  return { task, exitCode };
}

/** `--password=x`, `API_TOKEN=x`, or a value that looks like a secret. */
function isSecret(word: string): boolean {
  const [name = "", value] = word.replace(/^-+/, "").split(/=(.*)/s);
  return (
    secretKindOf(value ?? word) !== undefined ||
    (value !== undefined && value !== "" && looksLikeSecretName(name.replaceAll("-", "_")))
  );
}
