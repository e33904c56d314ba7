import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { environmentNamed } from "../cli/environments";
import { Refusal } from "../cli/refusal";
import { factsOf } from "./facts";
import type { Outcome } from "./plan";
import { plan, planFileOf } from "./plan";
import type { SynthesizedStack } from "./stacks";
import { stacksOf } from "./stacks";
import { summaryOf } from "./summary";

/** What the workflows ask. Except for the summary, each command prints lines for `$GITHUB_OUTPUT`. */
const program = new Command("ci").option(
  "--output <folder>",
  "where the stacks were synthesized",
  "cdktf.out",
);

const stacks = () => stacksOf(resolveEnvironments(ENVIRONMENTS), program.opts<{ output: string }>().output);
const say = (name: string, value: string) => console.log(`${name}=${value}`);

program
  .command("facts <environment>")
  .description("region, registry, roles and the like of an environment")
  .action((name: string) => {
    const environment = environmentNamed(name);
    if (environment.ci.identity !== "github-oidc") {
      throw new Refusal(
        `${name} has ci.identity "${environment.ci.identity}", but the workflows log in by GitHub's OIDC.\n` +
          `Remedy: choose "github-oidc" in environments/${name}.ts, or deploy by the article's Makefile.`,
      );
    }
    for (const [fact, value] of Object.entries(factsOf(environment))) say(fact, value);
  });

program
  .command("plan [stacks...]")
  .description(
    "plan synthesized stacks, or all, with the plan roles of their environments; skips what the code has no more",
  )
  .action(async (ids: string[]) => {
    const outcomes: { stack: SynthesizedStack; outcome: Outcome }[] = [];
    for (const stack of stacks().filter(({ id }) => ids.length === 0 || ids.includes(id))) {
      console.error(`\n==> ${stack.id}`);
      outcomes.push({ stack, outcome: await plan(stack).catch(failed) });
    }
    const of = (...wanted: Outcome[]) =>
      outcomes.flatMap(({ stack, outcome }) => (wanted.includes(outcome) ? [stack] : []));
    const files = (planned: SynthesizedStack[]) => planned.map(planFileOf).join(" ");

    say("plans", files(of("changes", "no changes")));
    say("changed-plans", files(of("changes")));
    say(
      "failed",
      of("failed")
        .map(({ id }) => id)
        .join(" "),
    );
    if (of("failed").length > 0) process.exitCode = 1;
  });

program
  .command("summary <tag> <file>")
  .description("what `ops deploy --json` said, as Markdown for the summary of a job")
  .action((tag: string, file: string) =>
    console.log(summaryOf(tag, existsSync(file) ? readFileSync(file, "utf8") : "")),
  );

/** One stack that cannot be planned, e.g. of an environment that is not there yet, keeps nobody from the others. */
function failed(error: unknown): Outcome {
  console.error(error instanceof Refusal ? error.message : error);
  return "failed";
}

program.parseAsync().catch((error: unknown) => {
  failed(error);
  process.exitCode = 1;
});
