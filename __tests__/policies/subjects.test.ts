import { readdirSync } from "node:fs";
import { join } from "node:path";

const filesIn = (folder: string) => readdirSync(join(__dirname, "../..", folder));

it("every subject of the policies has a test", () => {
  expect(filesIn("__tests__/policies/subjects").map((name) => name.replace(".test.ts", ".ts"))).toEqual(
    filesIn("policies/subjects"),
  );
});
