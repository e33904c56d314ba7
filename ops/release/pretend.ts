import { runInTask } from "../commands/run/command-task";
import { commandLine } from "../cli/command-line";
import type { Operation } from "../cli/operation";
import { Failure } from "../cli/outcome";
import { careful, good } from "../cli/style";
import { confirm } from "../cli/terminal";
import { deregister, register, sameContent } from "../ecs/revision";
import type { Revision } from "../ecs/revision";
import { pretendedStatements } from "./pretended";
import type { PretendedStatement } from "./pretended";

const COMMAND = ["artisan", "migrate", "--pretend", "--force"];

/**
 * Shows the SQL that the migration of a release would run, in a task with its image, and names the statements that take long. It
 * changes nothing in the database.
 *
 * @param content of the migration's revision; if none has it, one is registered for the time of the task
 * @param newest the newest revision of the migration
 */
export async function pretendMigration(
  operation: Operation,
  content: Revision["content"],
  newest: Revision | undefined,
): Promise<PretendedStatement[]> {
  const isThere = newest && sameContent(newest.content, content);
  const revision = isThere ? newest : await register(operation, content);
  operation.output.print(`What the migration would run (${revision.name}):`);
  try {
    const { exitCode, lines } = await runInTask(operation, {
      taskDefinition: revision.arn,
      container: "migrate",
      command: COMMAND,
      startedBy: "deploy",
      stopOnInterrupt: () => Promise.resolve(true),
    });
    if (exitCode !== 0) {
      throw new Failure(
        `php ${COMMAND.join(" ")} ended with exit code ${exitCode}, and nothing was changed.\n` +
          `Fix: Read its log above, or: ${commandLine(operation.environment, "logs", "--container migrate --since 1h")}`,
      );
    }
    const statements = pretendedStatements(lines.map(({ text }) => text));
    operation.output.print(slowLines(statements));
    return statements;
  } finally {
    if (!isThere) await deregister(operation, revision);
  }
}

function slowLines(statements: readonly PretendedStatement[]) {
  const slow = statements.filter((each) => each.slow !== undefined);
  if (slow.length === 0) return [good(`${counted(statements)}, none of which copies a table.`)];
  return [
    careful(`${counted(statements)}, of which ${slow.length} may take long on a large table:`),
    ...slow.map(({ sql, slow: why }) => `\n  ${sql}\n    ${why}`),
  ];
}

const counted = ({ length }: readonly unknown[]) => (length === 1 ? "1 statement" : `${length} statements`);

/** Whether the operator at the terminal wants the release after all. Without a terminal nothing is released. */
export const wantsRelease = async (question: string): Promise<boolean> =>
  process.stdin.isTTY && (await confirm(question));
