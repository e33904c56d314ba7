import { spawnSync } from "node:child_process";
import { Refusal } from "../../../ops/cli/refusal";
import { requireRunning } from "../../../ops/cli/switched-off";
import { SourceCopy } from "../../helpers/source-copy";
import { environment } from "../diagnosis/observed";

describe("a command that needs tasks", () => {
  it("is refused by an environment that is switched off", () => {
    const refused = () => requireRunning(environment({ running: false }));
    expect(refused).toThrow(Refusal);
    expect(refused).toThrowErrorMatchingInlineSnapshot(`
      "test is switched off: it has no hosts and no services.
      Fix: Remove "running: false" from environments/test.ts, then run: npm run apply -- test-base test-service"
    `);
    expect(() => requireRunning(environment())).not.toThrow();
  });

  it.each([
    ["run", "staging", "--", "artisan", "about"],
    ["database", "dump", "staging", "--to", "staging.sql.gz"],
  ])("is refused before AWS is asked: %s %s", (...args) => {
    const project = new SourceCopy();
    project.replace("environments/staging.ts", 'application: "api",', 'application: "api", running: false,');
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
      cwd: project.folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH },
    });
    project.remove();
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^staging is switched off: /)]);
  });
});
