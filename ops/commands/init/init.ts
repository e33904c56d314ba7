import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { EnvironmentError, inFourParts } from "../../../config/messages/problem";
import type { Problem } from "../../../config/messages/problem";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { KNOWN_HOST_IMAGE } from "../../../facts/host-image";
import { PRICES } from "../../../facts/prices";
import { commandLine } from "../../cli/command-line";
import type { Facts } from "../../cli/outcome";
import type { Output } from "../../cli/output";
import { Refusal } from "../../cli/refusal";
import { costLines, costReport } from "../cost/show-cost";
import { accountReader, newestHostImage, regionHere } from "./account-facts";
import type { AccountFacts } from "./account-facts";
import type { Answers, InitOptions } from "./answers";
import { ask, confirmOnTerminal, flagProblems, promptOnTerminal } from "./ask";
import { changeEnvironment } from "./change";
import { environmentInput } from "./environment-input";
import type { Entry } from "./entries";
import { entriesIn, isExample } from "./entries";
import { LIST, listText } from "./environment-list";
import { environmentText, variableOf } from "./environment-text";
import { nameProblems } from "./name-problems";
import type { Known } from "./questions";
import { githubRemote } from "./remotes";

const ROOT = join(__dirname, "../../..");

/**
 * Writes the file of an environment and lists it, from flags, questions and what the account knows. For an environment that
 * exists it changes the fields of the given flags only. The examples that this project comes with are removed.
 *
 * @throws Refusal with every wrong or missing answer, before anything is written
 */
export async function init(environment: string, options: InitOptions, output: Output): Promise<Facts> {
  const isAsking = !options.yes;
  if (isAsking && !process.stdin.isTTY) {
    throw new Refusal(
      "Standard input is not a terminal, so no question can be asked.\nFix: Give --yes, which takes the flags and the defaults.",
    );
  }
  const agrees = (question: string) => (isAsking ? confirmOnTerminal(question) : Promise.resolve(true));
  const entries = await entriesIn(ROOT);
  const examples = options.keepExamples ? [] : entries.filter(isExample);
  const known = await knownNow(
    environment,
    options,
    entries.filter((entry) => !examples.includes(entry)),
  );
  const existing = entries.find(({ input }) => input.environment === environment);
  const own = existing && !isExample(existing) ? existing : undefined;
  requireNone(environment, [
    // An environment that exists may have a variable of another name.
    ...(own ? [] : nameProblems(environment)),
    ...flagProblems(options, {
      ...known,
      region: own?.input.region ?? known.region,
      answers: {},
      account: {},
    }),
  ]);

  if (own) {
    const others = entries.filter((entry) => entry !== own).map(({ input }) => input);
    const file = `environments/${own.module.replace("./", "")}.ts`;
    return withMistakes(() =>
      changeEnvironment(ROOT, { input: own.input, others, file }, options, { output, agrees }),
    );
  }

  const accountIn = accountReader(output);
  const { answers, problems } = await ask({
    options,
    known,
    accountIn,
    ...(isAsking ? { prompt: promptOnTerminal } : {}),
  });
  requireNone(environment, problems);
  const kept = entries.filter((entry) => entry !== existing && !examples.includes(entry));
  const input = await inputFrom(environment, answers as Answers, kept, accountIn);
  return withMistakes(() =>
    create({ input, kept, removed: examples.filter((entry) => entry !== existing) }, { output, agrees }),
  );
}

async function create(
  { input, kept, removed }: { input: EnvironmentInput; kept: readonly Entry[]; removed: readonly Entry[] },
  { output, agrees }: { output: Output; agrees: (question: string) => Promise<boolean> },
): Promise<Facts> {
  const { environment } = input;
  const resolved = resolveEnvironments([...kept.map((entry) => entry.input), input]).at(-1)!;
  const file = `environments/${environment}.ts`;
  const [text, list] = await Promise.all([
    environmentText(input),
    listText([...kept, { variable: variableOf(environment), module: `./${environment}` }]),
  ]);

  output.print(`\n${costText(resolved)}\n`);
  const examples = removed.map(({ input: { environment: name } }) => name).join(", ");
  const question = `Write ${file}${examples ? `, and remove the examples (${examples})` : ""}?`;
  if (!(await agrees(question))) throw new Refusal("Nothing was written.");

  writeFileSync(join(ROOT, file), text);
  writeFileSync(join(ROOT, LIST), list);
  for (const { module } of removed) rmSync(join(ROOT, "environments", `${module}.ts`));
  output.print(
    [
      `Wrote ${file} and ${LIST}.${examples ? ` Removed the examples: ${examples}.` : ""}`,
      "",
      "Next:",
      `  1. Read ${file}, and change what does not fit.`,
      `  2. ${commandLine(resolved, "launch", "--app <your Laravel repository>")}`,
      "  3. npm run lock && npm run golden, and commit: the workflows and the review of the next change need both.",
    ].join("\n"),
  );
  return { file, removed: removed.map((entry) => entry.input.environment) };
}

async function knownNow(environment: string, { app }: InitOptions, kept: readonly Entry[]) {
  return {
    environment,
    region: await regionHere(),
    remotes: { app: app === undefined ? undefined : githubRemote(app), own: githubRemote(ROOT) },
    ranges: kept.map(({ input: { network } }) => network.cidr),
  } satisfies Omit<Known, "answers" | "account">;
}

async function inputFrom(
  environment: string,
  answers: Answers,
  kept: readonly Entry[],
  accountIn: (region: string | undefined) => Promise<AccountFacts>,
): Promise<EnvironmentInput> {
  const [image, account] = await Promise.all([
    newestHostImage(answers.region, answers.instanceType),
    accountIn(answers.region),
  ]);
  const isOwn = account.accountId === answers.account;
  const neighbours = kept.map(({ input }) => input).filter(({ accountId }) => accountId === answers.account);
  const creates = neighbours.some(({ ci }) => ci.identity === "github-oidc");
  return environmentInput({
    environment,
    answers,
    image: image ?? KNOWN_HOST_IMAGE,
    bucketIsTaken: neighbours.some(
      ({ application, region }) => application === answers.application && region !== answers.region,
    ),
    hasProvider: creates || (isOwn && account.hasProvider === true),
  });
}

function requireNone(environment: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 answer is" : `${problems.length} answers are`;
  throw new Refusal(
    [
      `${count} missing or wrong. Nothing was written.`,
      ...problems.map((each) => inFourParts({ environment, ...each })),
    ].join("\n\n"),
  );
}

async function withMistakes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof EnvironmentError ? new Refusal(error.message) : error;
  }
}

/** The cost of each part. Nothing else of the report is needed to decide. */
function costText(environment: Environment): string {
  if (!PRICES[environment.region]) return `facts/prices.ts has no prices for ${environment.region}.`;
  const lines = costLines(costReport(environment, new Date()));
  return lines.slice(0, lines.indexOf("Effect of each change:") - 1).join("\n");
}
