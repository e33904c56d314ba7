import type { Command } from "commander";
import { endsAtOnce } from "../cli/interrupt";
import { Output } from "../cli/output";
import type { ReviewOptions } from "./run";

/** Adds `ops review` to the operator's commands. */
export function addReview(program: Command): void {
  program
    .command("review")
    .description("explain in plain words what a pull request changes")
    .option("--plan <file...>", "plan files of `terraform plan -out`, in the folders of their stacks")
    .option(
      "--since <ref>",
      "also review, without a plan, each stack that differs from the golden files of this git ref",
    )
    .option("--list", "with --since: print only the names of these stacks")
    .option(
      "--synthesized <folder>",
      "the folder of stacks that were synthesized elsewhere, e.g. by a fork (default: cdktf.out)",
    )
    .option("--accept-data-loss", "exit with 0 even if data would be lost")
    .option("--comment <file>", "write the review as Markdown")
    .option("--page <file>", "write the review as an HTML page")
    .option("--post", "create or update the comment on the pull request of GITHUB_REF")
    .action(async (options: ReviewOptions) => {
      endsAtOnce(new Output(false), { command: "review" });
      process.exitCode = await (await import("./run")).review(options);
    });
}
