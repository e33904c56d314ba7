import { Refusal } from "../../cli/refusal";
import { answerTo } from "../../cli/terminal";

/**
 * Requires that the operator types a word, e.g. the name of a database.
 *
 * @param given what `--yes` was given, which replaces the question
 * @throws Refusal for anything else, and where no question can be asked
 */
export async function requireTyped(
  word: string,
  { given, question, flag }: { given: string | undefined; question: string; flag: string },
): Promise<void> {
  if (given === undefined && !process.stdin.isTTY) {
    throw new Refusal(
      `Standard input is not a terminal, so no question can be asked. Nothing was changed.\nFix: Give ${flag}.`,
    );
  }
  const typed = given ?? (await answerTo(`${question}\nType ${word} to continue: `));
  if (typed === word) return;
  throw new Refusal(`"${typed}" is not "${word}". Nothing was changed.\nFix: Give ${flag}.`);
}
