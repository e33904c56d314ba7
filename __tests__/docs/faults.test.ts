import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const table = readFileSync(join(ROOT, "docs/faults.md"), "utf8");

/** What the table says is shown where, as file and name of the test. */
const shown = [...table.matchAll(/`([\w/-]+\.test\.ts)` "([^"]+)"/g)].map(([, file = "", name = ""]) => [
  file,
  name,
]);

describe("the faults of a release", () => {
  it("are all there", () => {
    expect(shown.length).toBeGreaterThan(15);
  });

  it.each(shown)("are shown by a test that exists: %s %s", (file, name) => {
    expect(readFileSync(join(ROOT, "__tests__", file ?? ""), "utf8")).toContain(`"${name}"`);
  });
});
