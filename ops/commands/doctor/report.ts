import type { Output } from "../../cli/output";
import type { Examined } from "./examine";

/** The checks of one subject, e.g. of the account. */
export interface Section {
  readonly title: string;
  readonly checks: readonly Examined[];
}

const MARKS: Readonly<Record<Examined["result"], string>> = {
  passed: "ok     ",
  advice: "advice ",
  problem: "problem",
  "not checked": "?      ",
};

/** Prints one line for each check, then the advice. The problems follow in the error. */
export function printReport(output: Output, sections: readonly Section[]): void {
  for (const [index, { title, checks }] of sections.entries()) {
    output.print(`${index === 0 ? "" : "\n"}${title}`);
    for (const { subject, result, seen } of checks) {
      output.print(`  ${MARKS[result]}  ${subject}${seen === "" || result === "problem" ? "" : `: ${seen}`}`);
    }
  }
  const advice = sections.flatMap(({ checks }) => checks.flatMap((check) => check.advice));
  if (advice.length > 0)
    output.print(["\nAdvice:", ...advice.map((line) => `- ${line.replaceAll("\n", "\n  ")}`)].join("\n"));
}
