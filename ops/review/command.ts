import type { Command } from "commander";
import type { ReviewOptions } from "./run";

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
    .option("--synthesized <folder>", "what somebody else synthesized, e.g. a fork (default: cdktf.out)")
    .option("--accept-data-loss", "do not fail because data is lost")
    .option("--comment <file>", "write the review as a comment in Markdown")
    .option("--page <file>", "write the review as a page in HTML")
    .option("--post", "put the comment on the pull request of GITHUB_REF, in place of the last one")
    .action(async (options: ReviewOptions) => {
      process.exitCode = await (await import("./run")).review(options);
    });
}
