import { PRODUCTION_NAMES } from "../../../config/checks/risks";
import type { Problem } from "../../../config/messages/problem";
import { show } from "../../../config/messages/show";
import { Interruption } from "../../cli/outcome";
import type { AccountFacts } from "./account-facts";
import type { Answers, InitOptions } from "./answers";
import type { Known, Question } from "./questions";
import { flagOf, QUESTIONS } from "./questions";

/** What an operator types for "none". */
const NONE = "none";

/** The problems of the flags that were given, each with what is allowed. */
export function flagProblems(options: InitOptions, known: Known): Problem[] {
  const answers = { ...known.answers, ...options };
  return QUESTIONS.flatMap((question) => {
    const answer = options[question.name];
    if (typeof answer !== "string") return [];
    const allowed = question.check(answer, { ...known, answers });
    return allowed === undefined ? [] : [problem(question, show(answer), allowed)];
  });
}

export interface AskOptions {
  readonly options: InitOptions;
  readonly known: Omit<Known, "answers" | "account">;

  /** What the account of the credentials knows about a region. */
  readonly accountIn: (region: string | undefined) => Promise<AccountFacts>;

  /** Asks on the terminal. @default takes the default */
  readonly prompt?: (
    question: Question,
    fallback: string | undefined,
    check: (answer: string) => string | undefined,
  ) => Promise<string>;
}

/**
 * Every answer: its flag, or what is typed, or the default.
 *
 * @returns the answers, and a problem for each question that has neither
 */
export async function ask({
  options,
  known,
  accountIn,
  prompt,
}: AskOptions): Promise<{ answers: Partial<Answers>; problems: Problem[] }> {
  let answers: Partial<Answers> = {
    production: options.production ?? PRODUCTION_NAMES.includes(known.environment),
  };
  const problems: Problem[] = [];
  for (const question of QUESTIONS) {
    if (question.skip?.(answers)) {
      answers = { ...answers, [question.name]: false };
      continue;
    }
    const account = await accountIn(answers.region ?? options.region ?? known.region);
    const now: Known = { ...known, answers, account };
    const answer = options[question.name] ?? (await answerTo(question, now, prompt));
    if (answer === undefined) {
      if (!question.follows || answers[question.follows] !== undefined) problems.push(unanswered(question));
    } else answers = { ...answers, [question.name]: answer };
  }
  return { answers, problems };
}

async function answerTo(question: Question, known: Known, prompt: AskOptions["prompt"]) {
  const fallback = question.default(known);
  if (!prompt) return fallback ?? (question.name === "domain" ? false : undefined);
  const none = question.optional ? NONE : undefined;
  const typed = await prompt(
    question,
    fallback === false ? none : (fallback?.toString() ?? none),
    (answer) => (question.optional && answer === NONE ? undefined : question.check(answer, known)),
  );
  return question.optional && typed === NONE ? false : typed;
}

const unanswered = (question: Question) =>
  problem(
    question,
    "nothing, and the question has no default",
    question.check("", NOTHING) ?? question.message,
  );

/** For what is allowed in general. */
const NOTHING: Known = {
  environment: "",
  answers: {},
  account: {},
  region: undefined,
  remotes: { app: undefined, own: undefined },
  ranges: [],
};

const problem = ({ name, example, optional }: Question, got: string, allowed: string): Problem => ({
  path: flagOf(name),
  got,
  allowed,
  fix: `Give it, e.g. ${flagOf(name)} ${example}${optional ? `, or --no-${flagOf(name).slice(2)}` : ""}`,
});

/** Asks on a terminal. */
export const promptOnTerminal: NonNullable<AskOptions["prompt"]> = async (
  { message, example, optional },
  fallback,
  check,
) => {
  const { input } = await import("@inquirer/prompts");
  const hint = fallback === undefined ? ` (e.g. ${example}${optional ? `, or ${NONE}` : ""})` : "";
  return input(
    {
      message: `${message}${hint}:`,
      required: true,
      ...(fallback === undefined ? {} : { default: fallback }),
      validate: (answer) => {
        const allowed = check(answer.trim());
        return allowed === undefined || `Allowed: ${allowed}`;
      },
    },
    { output: process.stderr },
  ).then((answer) => answer.trim(), interrupted);
};

/** Asks a yes-or-no question. */
export async function confirmOnTerminal(message: string): Promise<boolean> {
  const { confirm } = await import("@inquirer/prompts");
  return confirm({ message, default: true }, { output: process.stderr }).catch(interrupted);
}

/** Ctrl-C at a question is an error of this name (@inquirer/core, lib/errors.ts). */
function interrupted(error: Error): never {
  throw error.name === "ExitPromptError" ? new Interruption("Interrupted. Nothing was written.") : error;
}
