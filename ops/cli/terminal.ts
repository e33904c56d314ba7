import { createInterface } from "node:readline/promises";
import { Refusal } from "./refusal";

const ENTER = /[\r\n]/;
const INTERRUPT = "\u0003";
const END_OF_INPUT = "\u0004";
const BACKSPACE = new Set(["\u007f", "\b"]);

/**
 * Reads a secret from the terminal without showing it, or from a pipe.
 *
 * Prompts go to standard error, because standard output is for the result.
 */
export const readSecret = () => (process.stdin.isTTY ? readHidden() : readAll());

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString("utf8");
}

function readHidden(): Promise<string> {
  const { stdin: input, stderr: errors } = process;
  return new Promise((resolve, reject) => {
    let secret = "";
    errors.write("Secret (hidden): ");
    input.setRawMode(true).setEncoding("utf8").resume();

    const finish = (end: () => void) => {
      input.off("data", read).setRawMode(false).pause();
      errors.write("\n");
      end();
    };
    const read = (typed: Buffer | string) => {
      for (const [at, character] of [...typed.toString()].entries()) {
        if (character === INTERRUPT) return finish(() => reject(new Refusal("Interrupted.")));
        if (ENTER.test(character) || character === END_OF_INPUT) {
          const rest = [...typed.toString()]
            .slice(at + 1)
            .join("")
            .trim();
          if (rest)
            return finish(() =>
              reject(new Refusal("The secret has more than one line.\nFix: Pipe it in instead.")),
            );
          errors.write(`\n${Buffer.byteLength(secret)} bytes read.`);
          return finish(() => resolve(secret));
        }
        secret = BACKSPACE.has(character) ? [...secret].slice(0, -1).join("") : secret + character;
      }
    };
    input.on("data", read);
  });
}

/** Asks a yes-or-no question. The answer is yes when standard input is not a terminal. */
export const confirm = async (question: string): Promise<boolean> =>
  !process.stdin.isTTY || !/^n/i.test(await answerTo(`${question} [Y/n] `));

/** Asks for one line. */
export async function answerTo(question: string): Promise<string> {
  // `terminal: false`, so that Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const answer = await lines.question(question);
  lines.close();
  return answer.trim();
}
