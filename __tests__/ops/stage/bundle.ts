import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Environment } from "../../../config/environment";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { production } from "../../environments/production";

/** The real commands, bundled once so that their processes start fast. */
export class Bundle {
  public readonly folder = mkdtempSync(join(tmpdir(), "laravel-ecs-ops-"));
  public readonly file = join(this.folder, "ops.cjs");

  private constructor(public readonly environment: Environment) {}

  /** @param changes what is other than in production, the only environment that the commands know */
  public static async make(changes: Partial<EnvironmentInput> = {}): Promise<Bundle> {
    const input = { ...production, ...changes };
    const [environment] = resolveEnvironments([input]) as [Environment];
    const bundle = new Bundle(environment);
    const { file: outfile } = bundle;
    const contents = `export const ENVIRONMENTS = [${JSON.stringify(input)}];`;
    await build({
      plugins: [
        {
          name: "environments",
          setup: (bundler) =>
            bundler.onLoad({ filter: /environments\/environments\.ts$/ }, () => ({ contents })),
        },
      ],
      entryPoints: ["ops/main.ts"],
      bundle: true,
      platform: "node",
      target: "node20",
      outfile,
      logLevel: "error",
    });
    return bundle;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
