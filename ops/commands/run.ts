import { looksLikeSecretName, secretKindOf } from "../../facts/secret-marks";
import { STARTED_BY_OPERATOR } from "../diagnosis/stopped-tasks";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure } from "../cli/outcome";
import { Refusal } from "../cli/refusal";
import { confirm } from "../cli/terminal";
import { runOneOff } from "../ecs/one-off-task";

/**
 * Runs a command in a task of its own, as `migrate` runs: in the application's image, with its settings and secrets.
 * Tells its log and ends with its exit code.
 */
export async function run(operation: Operation, command: readonly string[]): Promise<Facts> {
  if (command.length === 0) {
    throw new Refusal("There is nothing to run.\nRemedy: npm run ops -- run <environment> -- artisan about");
  }
  const secret = command.find(isSecret);
  if (secret !== undefined) {
    operation.output.warn(
      "The command looks as if it held a secret. Commands are written to ECS and CloudTrail in plain text;" +
        " give secrets as settings of the environment (`secrets`) instead.",
    );
  }

  const { names } = operation;
  const { task, exitCode } = await runOneOff(operation, {
    taskDefinition: names.taskFamily("migrate").name,
    container: "migrate",
    command,
    startedBy: STARTED_BY_OPERATOR,
    stopOnInterrupt: () => confirm("Stop the task?"),
  });
  if (exitCode !== 0) {
    throw new Failure(`${command.join(" ")} ended with exit code ${exitCode}.`, { task, exitCode }, exitCode);
  }
  return { task, exitCode };
}

/** `--password=x`, `API_TOKEN=x`, or a value that is a secret by its looks. */
function isSecret(word: string): boolean {
  const [name = "", value] = word.replace(/^-+/, "").split(/=(.*)/s);
  return (
    secretKindOf(value ?? word) !== undefined ||
    (value !== undefined && value !== "" && looksLikeSecretName(name.replaceAll("-", "_")))
  );
}
