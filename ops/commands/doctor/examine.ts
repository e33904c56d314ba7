import type { Mistake } from "../../../config/messages/problem";
import { problemsIn } from "../../../config/messages/problem";
import { given } from "../../../facts/given";
import { isDenied } from "../../cli/words";
import type { AccountCheck, Check, Findings } from "./check";

/** The result of one check, as in `ops doctor --json`. */
export interface Examined {
  readonly subject: string;
  readonly result: "passed" | "advice" | "problem" | "not checked";

  /** What was found, in a few words. Empty when nothing was. */
  readonly seen: string;
  readonly problems: readonly Mistake[];
  readonly advice: readonly string[];
}

/**
 * Runs checks, all at the same time. A check whose permission is missing becomes advice; other errors are thrown.
 *
 * @param label what the problems are in: the environment, or the folder of the application
 */
export function examine<Subject>(
  checks: readonly (Check<Subject> | (AccountCheck & Check<Subject>))[],
  subject: Subject,
  label: string,
): Promise<Examined[]> {
  return Promise.all(
    checks.map(async (check) => {
      try {
        return examined(check.subject, await check.look(subject), label);
      } catch (error) {
        if (!("reads" in check) || !isDenied(error)) throw error;
        return notChecked(check.subject, `Your credentials lack ${check.reads.join(" or ")}.`);
      }
    }),
  );
}

function examined(subject: string, findings: Findings, label: string): Examined {
  const { seen = "", notChecked: reason } = findings;
  const advice = given(...[findings.advice].flat());
  const problems = problemsIn(findings.problems);
  if (reason !== undefined) return notChecked(subject, reason);
  return {
    subject,
    result: problems.length > 0 ? "problem" : advice.length > 0 ? "advice" : "passed",
    seen,
    problems: problems.map((problem) => ({ environment: label, ...problem })),
    advice,
  };
}

/** A check that was not made, and the reason as a sentence. */
export const notChecked = (subject: string, reason: string): Examined => ({
  subject,
  result: "not checked",
  seen: "",
  problems: [],
  advice: [`Not checked: ${subject}. ${reason}`],
});
