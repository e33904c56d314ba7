import { createInterface } from "node:readline/promises";
import type { ReadStream } from "node:tty";
import { Refusal } from "../../cli/refusal";

/**
 * Requires that the operator types a word, e.g. the name of a database.
 *
 * @param given what `--yes` was given, which replaces the question
 * @throws Refusal for anything else, and where no question can be asked
 */
export async function requireTyped(
  word: string,
  { given, question, flag }: { given: string | undefined; question: string; flag: string },
  input: ReadStream = process.stdin,
  errors: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  if (given === undefined && !input.isTTY) {
    throw new Refusal(
      `Standard input is not a terminal, so no question can be asked. Nothing was changed.\nFix: Give ${flag}.`,
    );
  }
  const typed = given ?? (await ask(`${question}\nType ${word} to continue: `, input, errors));
  if (typed.trim() === word) return;
  throw new Refusal(`"${typed.trim()}" is not "${word}". Nothing was changed.\nFix: Give ${flag}.`);
}

async function ask(question: string, input: ReadStream, output: NodeJS.WriteStream): Promise<string> {
  // `terminal: false`, so that Ctrl-C stays a signal.
  const lines = createInterface({ input, output, terminal: false });
  const answer = await lines.question(question);
  lines.close();
  return answer;
}
