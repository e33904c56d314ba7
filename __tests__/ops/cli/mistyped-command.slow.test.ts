import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");

const ops = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], { cwd: ROOT, encoding: "utf8" })
    .stderr;

describe("a mistyped command", () => {
  it.each([
    [["lgs"], "npm run ops -- --help"],
    [["logs", "production", "--x"], "npm run ops -- logs --help"],
    [["database", "dump", "production"], "npm run ops -- database dump --help"],
  ])("%j is referred to the help of the command that was meant", (args, help) => {
    expect(ops(...args)).toContain(`\nFix: See what is allowed: ${help}\n`);
  });

  it("that printed its help is not referred to it again", () => {
    expect(ops("database")).toMatch(/^Usage: ops database(?!.*Fix:)/s);
  });
});
