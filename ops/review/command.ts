import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { Refusal } from "../refusal";
import { comment } from "./comment";
import { reviewGolden, reviewRemoved } from "./golden";
import { page } from "./page";
import { postComment, runLink } from "./pull-request";
import type { Review } from "./review";
import { isIncomplete, losesData } from "./review";
import { changedStacks, graphsIn, reviewPlanFile } from "./sources";
import { summary } from "./summary";

interface Options {
  readonly plan?: readonly string[];
  readonly since?: string;
  readonly list?: true;
  readonly synthesized: string;
  readonly acceptDataLoss?: true;
  readonly comment?: string;
  readonly page?: string;
  readonly post?: true;
}

/** Adds `ops review` to the operator's commands. */
export function addReview(program: Command): void {
  program
    .command("review")
    .description("say in words what a pull request does to what runs")
    .option(
      "--plan <file...>",
      "review plans that `terraform plan -out` wrote into the folders of their stacks",
    )
    .option(
      "--since <ref>",
      "review each stack that differs from the golden files of this git ref and has no plan",
    )
    .option("--list", "with --since: only print the names of those stacks")
    .option("--synthesized <folder>", "what `cdktf synth` wrote", "cdktf.out")
    .option("--accept-data-loss", "do not fail because data is lost")
    .option("--comment <file>", "write the review as a comment in Markdown")
    .option("--page <file>", "write the review as a page in HTML")
    .option("--post", "put the comment on the pull request of GITHUB_REF, in place of the last one")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { plan = [], since, synthesized, acceptDataLoss: accepted = false } = options;
  if (plan.length === 0 && since === undefined) {
    throw new Refusal(
      "There is nothing to review.\nRemedy: name plan files (--plan), a git ref (--since), or both.",
    );
  }
  const changed = since === undefined ? [] : await changedStacks(since, synthesized);
  if (options.list) {
    for (const { stack } of changed) console.log(stack);
    return;
  }

  const planned = await Promise.all(plan.map(reviewPlanFile));
  const names = new Set(planned.map(({ stack }) => stack));
  const unplanned = changed
    .filter(({ stack }) => !names.has(stack))
    .map(({ stack, before, after }) => (after ? reviewGolden(stack, before, after) : reviewRemoved(stack)));
  const review: Review = {
    stacks: [...planned, ...unplanned].sort((a, b) => (a.stack < b.stack ? -1 : 1)),
    costs: [],
  };

  const link = runLink(process.env);
  const body = comment(review, {
    accepted,
    ...(since === undefined ? {} : { since }),
    ...(link === undefined ? {} : { link }),
  });
  if (options.comment !== undefined) writeFileSync(options.comment, body);
  if (options.page !== undefined)
    writeFileSync(options.page, page(review, { accepted, graphs: graphsIn(synthesized) }));
  console.log(summary(review, accepted));
  if (options.post && !(await postComment(body, process.env)))
    console.error("GitHub does not let this token write: the comment was not put on the pull request.");
  if (isIncomplete(review) || (losesData(review) && !accepted)) process.exitCode = 1;
}
