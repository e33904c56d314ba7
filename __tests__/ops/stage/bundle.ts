import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Environment } from "../../../config/environment";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { production } from "../../environments/production";

/** What packages of CommonJS expect in a module. */
const COMMON_JS = `
  import { createRequire as requireOf } from "node:module";
  const require = requireOf(import.meta.url);
  const __filename = new URL(import.meta.url).pathname;
  const __dirname = __filename.slice(0, __filename.lastIndexOf("/"));
`;

/**
 * The real commands, bundled so that their processes start fast, once for all the test files of a run of Jest.
 *
 * What a command imports when it is called stays a file of its own: Node.js scans each file as a whole, and one file with
 * everything has 30 MB.
 */
export class Bundle {
  /** For what a test keeps beside the commands. */
  public readonly folder = mkdtempSync(join(tmpdir(), "laravel-ecs-ops-"));

  private constructor(
    public readonly environment: Environment,
    public readonly file: string,
  ) {}

  /** @param changes what is other than in production, the only environment that the commands know */
  public static async make(changes: Partial<EnvironmentInput> = {}): Promise<Bundle> {
    const input = { ...production, ...changes };
    const [environment] = resolveEnvironments([input]) as [Environment];
    return new Bundle(environment, join(await bundledOnce(input), "main.mjs"));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns the folder, which is removed at the end of the run (`run-folder.js`) */
async function bundledOnce(input: EnvironmentInput): Promise<string> {
  const contents = `export const ENVIRONMENTS = [${JSON.stringify(input)}];`;
  const folder = join(process.env.SYNTH_CACHE!, `ops-${createHash("sha256").update(contents).digest("hex")}`);
  if (existsSync(folder)) return folder;

  const own = `${folder}.${process.pid}`;
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
    format: "esm",
    splitting: true,
    outdir: own,
    outExtension: { ".js": ".mjs" },
    banner: { js: COMMON_JS },
    logLevel: "error",
  });
  // Another worker may have been faster, with the same result.
  if (!existsSync(folder)) renameSync(own, folder);
  return folder;
}
