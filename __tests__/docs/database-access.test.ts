import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../helpers/samples";

const FOLDERS = ["database", "drill", "transfer"].map((folder) =>
  join(__dirname, "../../ops/commands", folder),
);

/** Calls whose action has another name ("Required permissions for Amazon S3 API operations", Amazon S3 User Guide). */
const NAMED: Readonly<Record<string, string>> = { "s3:HeadObject": "s3:GetObject" };

/** The actions of the calls that the commands make, by what they import from the SDK. */
function calledActions(): string[] {
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")),
  );
  return sources.flatMap((source) =>
    [...source.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)].flatMap(
      ([, names = "", service]) =>
        [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
          ([, paginated, sent]) => `${service}:${paginated ?? sent}`,
        ),
    ),
  );
}

describe("docs/access.md", () => {
  it("has every action of the commands that restore the database", () => {
    const actions = [...new Set(calledActions().map((call) => NAMED[call] ?? call))];
    expect(actions).toContain("rds:RestoreDBInstanceToPointInTime");
    expect(actions).toContain("rds:DescribeDBSnapshots");
    const text = readDocument("docs/access.md");
    expect(actions.filter((action) => !text.includes(`\`${action}\``))).toEqual([]);
  });
});
