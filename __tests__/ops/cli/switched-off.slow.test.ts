import { spawnSync } from "node:child_process";
import { SourceCopy } from "../../helpers/source-copy";

/** The real commands, on a copy of the project. */
describe("a command that needs tasks", () => {
  let project: SourceCopy;
  beforeAll(() => {
    project = new SourceCopy();
    project.replace("environments/staging.ts", 'application: "api",', 'application: "api", running: false,');
  });
  afterAll(() => project.remove());

  it.each([
    ["run", "staging", "--", "artisan", "about"],
    ["database", "dump", "staging", "--to", "staging.sql.gz"],
  ])("is refused before AWS is asked: %s %s", (...args) => {
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
      cwd: project.folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH },
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^staging is switched off: /)]);
  });
});
