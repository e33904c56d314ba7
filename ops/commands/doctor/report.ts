import type { Output } from "../../cli/output";
import { bad, bold, careful, good, linesOf, secondary } from "../../cli/style";
import type { Text } from "../../cli/text";
import type { Examined } from "./examine";

/** The checks of one subject, e.g. of the account. */
export interface Section {
  readonly title: string;
  readonly checks: readonly Examined[];
}

const MARKS: Readonly<Record<Examined["result"], Text>> = {
  passed: good("ok     "),
  advice: careful("advice "),
  problem: bad("problem"),
  "not checked": careful("?      "),
};

/** Prints one line for each check, then the advice. The problems follow in the error. */
export function printReport(output: Output, sections: readonly Section[]): void {
  for (const [index, { title, checks }] of sections.entries()) {
    output.print([index === 0 ? "" : "\n", bold(title)]);
    for (const { subject, result, seen } of checks) {
      const found = seen === "" || result === "problem" ? "" : secondary(`: ${seen}`);
      output.print(["  ", MARKS[result], "  ", subject, found]);
    }
  }
  const advice = sections.flatMap(({ checks }) => checks.flatMap((check) => check.advice));
  if (advice.length > 0)
    output.print(
      linesOf(["", bold("Advice:"), ...advice.map((line) => `- ${line.replaceAll("\n", "\n  ")}`)]),
    );
}
