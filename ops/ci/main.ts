import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { environmentNamed } from "../cli/environments";
import { Output } from "../cli/output";
import { Refusal } from "../cli/refusal";
import { drilled, factsOf } from "./facts";
import { keyReport } from "./keys";
import type { Outcome } from "./plan";
import { plan, planFileOf } from "./plan";
import type { PlannedStack } from "./stacks";
import { stacksOf } from "./stacks";
import { summaryOf } from "./summary";

/** The commands of the workflows. All except `keys` and `summary` print lines for `$GITHUB_OUTPUT`. */
const program = new Command("ci").option(
  "--output <folder>",
  "the folder of the synthesized stacks",
  "cdktf.out",
);

const stacks = () => stacksOf(resolveEnvironments(ENVIRONMENTS), program.opts<{ output: string }>().output);
const output = new Output(false);
const print = (name: string, value: string) => output.verbatim(`${name}=${value}`);

program
  .command("facts <environment>")
  .description("print the region, the registry, the roles and other facts of an environment")
  .action((name: string) => {
    const environment = environmentNamed(name);
    if (environment.ci.identity !== "github-oidc") {
      throw new Refusal(
        `${name} has ci.identity "${environment.ci.identity}", but the workflows log in with GitHub's OIDC.\n` +
          `Fix: Set ci.identity to "github-oidc" in environments/${name}.ts, or deploy in another way (docs/workflows.md).`,
      );
    }
    for (const [fact, value] of Object.entries(factsOf(environment))) print(fact, value);
  });

program
  .command("drills")
  .description("print the environments whose restores are tried (database.drill), as JSON")
  .action(() => print("environments", JSON.stringify(drilled(resolveEnvironments(ENVIRONMENTS)))));

program
  .command("plan [stacks...]")
  .description(
    "plan the given synthesized stacks (default: all) with the plan roles of their environments; skip removed stacks",
  )
  .action(async (ids: string[]) => {
    const outcomes: { stack: PlannedStack; outcome: Outcome }[] = [];
    for (const stack of stacks().filter(({ id }) => ids.length === 0 || ids.includes(id))) {
      output.note(`\n==> ${stack.id}`);
      outcomes.push({ stack, outcome: await plan(stack, output).catch(failed) });
    }
    const of = (...wanted: Outcome[]) =>
      outcomes.flatMap(({ stack, outcome }) => (wanted.includes(outcome) ? [stack] : []));
    const files = (planned: PlannedStack[]) => planned.map(planFileOf).join(" ");

    print("plans", files(of("changes", "no changes")));
    print("changed-plans", files(of("changes")));
    print(
      "failed",
      of("failed")
        .map(({ id }) => id)
        .join(" "),
    );
    if (of("failed").length > 0) process.exitCode = 1;
  });

program
  .command("keys")
  .description("print as Markdown which KMS keys cannot be used, with the plan roles of their environments")
  .action(async () => {
    for (const environment of resolveEnvironments(ENVIRONMENTS)) {
      if (environment.ci.identity !== "github-oidc") continue;
      const report = await keyReport(environment).catch((error: unknown) => {
        failed(error);
        return `### ${environment.environment}: the KMS key could not be read. The run has the reason.\n`;
      });
      if (report === undefined) continue;
      output.verbatim(report);
      process.exitCode = 1;
    }
  });

program
  .command("summary <tag> <file>")
  .description("print the result of `ops deploy --json` as Markdown, for the summary of a job")
  .action((tag: string, file: string) =>
    output.verbatim(summaryOf(tag, existsSync(file) ? readFileSync(file, "utf8") : "")),
  );

/** A stack that cannot be planned, e.g. because its environment does not exist yet, does not stop the others. */
function failed(error: unknown): Outcome {
  const { stack, message } = error as Error;
  output.fail(error instanceof Refusal ? message : (stack ?? String(error)));
  return "failed";
}

program.parseAsync().catch((error: unknown) => {
  failed(error);
  process.exitCode = 1;
});
