import { readDocument } from "../helpers/samples";

const { version } = JSON.parse(readDocument("package.json")) as { version: string };

describe("CHANGELOG.md", () => {
  const headings = [...readDocument("CHANGELOG.md").matchAll(/^## (.*)$/gm)].map(
    ([, heading = ""]) => heading,
  );

  it("begins with the version of package.json, after what no version has yet", () => {
    expect(headings.find((heading) => heading !== "Unreleased")).toMatch(
      new RegExp(`^${version.replaceAll(".", "\\.")} \\(\\d{4}-\\d\\d-\\d\\d\\)$`),
    );
  });

  it("goes back to the oldest version from which an upgrade is tested", () => {
    expect(headings.at(-1)).toMatch(/^0\.1\.0 /);
  });
});
