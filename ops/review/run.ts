import { writeFileSync } from "node:fs";
import { EXIT } from "../cli/outcome";
import { Output } from "../cli/output";
import { Refusal } from "../cli/refusal";
import { bad, careful, emphasized, good } from "../cli/style";
import { acceptanceOf } from "./acceptance";
import { comment } from "./comment";
import { guardsEnded } from "./guards";
import { reviewGolden, reviewRemoved } from "./golden";
import { costsSince } from "./costs";
import { page } from "./page";
import { findComment, postComment, runLink } from "./pull-request";
import { programsOf } from "./programs";
import type { Review, StackReview } from "./review";
import { environmentOf, isIncomplete, isRefused, losesData } from "./review";
import { changedStacks, graphsIn, reviewPlanFile } from "./sources";
import { summary } from "./summary";

/** The options of `ops review`. */
export interface ReviewOptions {
  readonly plan?: readonly string[];
  readonly since?: string;
  readonly list?: true;

  /** @default "cdktf.out" */
  readonly synthesized?: string;
  readonly acceptDataLoss?: true;
  readonly comment?: string;
  readonly page?: string;
  readonly post?: true;
}

/** The first line is red where the check fails, and yellow where something is to be read. */
const verdictStyle = (review: Review) =>
  isIncomplete(review) || losesData(review)
    ? bad
    : review.stacks.some(({ findings }) => findings.length > 0)
      ? careful
      : good;

/** Writes the review in all requested forms. @returns the exit code */
export async function review(options: ReviewOptions): Promise<number> {
  const { plan = [], since, synthesized = "cdktf.out" } = options;
  // Stacks that were synthesized elsewhere, e.g. by a fork, belong to environments that are not in this checkout.
  const isOwn = options.synthesized === undefined;
  if (plan.length === 0 && since === undefined) {
    throw new Refusal(
      "Nothing was given to review.\nFix: Give plan files (--plan), a git ref (--since), or both.",
    );
  }
  const output = new Output(false);
  const changed = since === undefined ? [] : await changedStacks(since, synthesized);
  if (options.list) {
    for (const { stack } of changed) output.print(stack);
    return EXIT.done;
  }

  const planned = (await Promise.all(plan.map(reviewPlanFile))).map((each): StackReview => {
    const { before, after } = changed.find(({ stack }) => stack === each.stack) ?? {};
    if (!before || !after) return each;
    const notInPlan = [...guardsEnded(before, after), ...programsOf(before, after)];
    return { ...each, findings: [...each.findings, ...notInPlan] };
  });
  const names = new Set(planned.map(({ stack }) => stack));
  const unplanned = changed
    .filter(({ stack }) => !names.has(stack))
    .map(({ stack, before, after }) => (after ? reviewGolden(stack, before, after) : reviewRemoved(stack)));
  const stacks = [...planned, ...unplanned].sort((a, b) => (a.stack < b.stack ? -1 : 1));
  const environments = new Set(stacks.map(({ stack }) => environmentOf(stack)));
  const whole: Review = {
    stacks,
    costs: since === undefined || !isOwn ? [] : await costsSince(since, environments),
  };

  const earlier = options.post ? await findComment(process.env) : undefined;
  const accepted = acceptanceOf(whole, options, earlier?.body);
  const link = runLink(process.env);
  const body = comment(whole, {
    accepted,
    ...(since === undefined ? {} : { since }),
    ...(link === undefined ? {} : { link }),
    ...(process.env.REVISION ? { revision: process.env.REVISION } : {}),
    filesOnly: !isOwn,
  });
  if (options.comment !== undefined) writeFileSync(options.comment, body);
  if (options.page !== undefined)
    writeFileSync(options.page, page(whole, { accepted, graphs: graphsIn(synthesized) }));
  output.print(emphasized(summary(whole, accepted), verdictStyle(whole)));
  if (options.post && !(await postComment(body, process.env, earlier)))
    output.warn("The comment was not posted: this GitHub token has no permission to write.");
  const isLost = losesData(whole) && accepted !== "yes";
  return isIncomplete(whole) || isRefused(whole) || isLost ? EXIT.failed : EXIT.done;
}
