import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How many days a time is ahead of the clock of the file system, which is not moved. */
function daysAhead(moment: number): number {
  const folder = mkdtempSync(join(tmpdir(), "clock-"));
  try {
    return (moment - statSync(folder).mtimeMs) / 86_400_000;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CLOCK = join(__dirname, "clock.js");
const printed = (program: string, env: NodeJS.ProcessEnv = process.env) =>
  execFileSync(process.execPath, ["-p", program], { encoding: "utf8", env }).trim();

describe("the clock of the tests", () => {
  const days = Number(process.env.CLOCK_DAYS ?? 0);

  it("is ahead by CLOCK_DAYS, in a test and in what a test starts", () => {
    expect(daysAhead(Date.now())).toBeCloseTo(days);
    expect(daysAhead(new Date().getTime())).toBeCloseTo(days);
    expect(daysAhead(Number(printed("Date.now()")))).toBeCloseTo(days);
  });

  it("is moved in every API for the time, and in no other", () => {
    const env = { CLOCK_DAYS: "1096", NODE_OPTIONS: `--require ${JSON.stringify(CLOCK)}` };
    for (const now of ["Date.now()", "+new Date()", "Date.parse(Date())", "+new (class extends Date {})()"]) {
      expect(daysAhead(Number(printed(now, env)))).toBeCloseTo(1096);
    }
    expect(printed("new Date(0).toISOString() + (new Date() instanceof Date)", env)).toBe(
      "1970-01-01T00:00:00.000Ztrue",
    );
  });
});
