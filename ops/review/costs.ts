import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { monthlyCost } from "../commands/cost/monthly-cost";
import type { CostChange } from "./review";

const ROOT = join(__dirname, "..", "..");
const MOST_BYTES = 2 ** 28;

/**
 * What environments cost a month at a git ref and now, by the prices of now. Not known is what environments cost that the
 * code of now cannot read: that is no reason to have no review.
 */
export async function costsSince(ref: string, environments: ReadonlySet<string>): Promise<CostChange[]> {
  const before = await environmentsAt(ref).catch(() => undefined);
  const after = resolveEnvironments(ENVIRONMENTS);
  return [...environments].sort().map((environment) => {
    const total = (of: readonly Environment[]) => {
      const found = of.find((each) => each.environment === environment);
      return found === undefined ? 0 : monthlyCost(found).total;
    };
    return { environment, before: before && total(before), after: total(after) };
  });
}

/** The environments as their files and defaults were. Their own code fills them in, which a ref to be merged into may. */
async function environmentsAt(ref: string): Promise<Environment[]> {
  const folder = mkdtempSync(join(tmpdir(), "ops-review-"));
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: ROOT, maxBuffer: MOST_BYTES, stdio: ["ignore", "pipe", "ignore"] });
    // A ref may be from before one of them.
    const folders = git("ls-tree", "--name-only", ref, "environments", "config", "facts")
      .toString()
      .split("\n");
    const archive = git("archive", ref, ...folders.filter(Boolean));
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    const { outputFiles } = await build({
      stdin: {
        contents:
          'export { ENVIRONMENTS } from "./environments/environments"; export { resolveEnvironments } from "./config/resolve-environments";',
        resolveDir: folder,
      },
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      write: false,
    });
    const module = { exports: {} as Earlier };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code of the branch that is merged into
    const run = new Function("require", "module", outputFiles[0]?.text ?? "") as (...args: unknown[]) => void;
    run(createRequire(join(ROOT, "main.js")), module);
    return module.exports.resolveEnvironments(module.exports.ENVIRONMENTS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Earlier {
  readonly ENVIRONMENTS: typeof ENVIRONMENTS;
  readonly resolveEnvironments: typeof resolveEnvironments;
}
