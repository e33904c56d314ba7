import type { BuildContext } from "esbuild";
import { context } from "esbuild";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import type { Environment } from "../../config/environment";
import type { Sources } from "./synth";
import { verdictOn } from "./synth";

const ROOT = join(__dirname, "../..");

/** One text of one source file, which stands there exactly once, and what to put instead. */
export interface Weakening {
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** Copies of the sources in memory, each with one text weakened. Packages are shared by all. */
export class WeakenedSource {
  private weakening: Weakening | undefined;

  private constructor(private readonly bundler: BuildContext<{ write: false }>) {}

  public static async open(): Promise<WeakenedSource> {
    let opened: WeakenedSource | undefined = undefined;
    const bundler = await context({
      stdin: {
        contents: 'export * from "./stacks/app"; export * from "./policies/enforce";',
        resolveDir: ROOT,
      },
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      write: false,
      plugins: [
        {
          name: "weakened",
          setup: (build) =>
            build.onLoad({ filter: /\/(constructs|stacks)\/.+\.ts$/ }, ({ path }) => ({
              contents: opened?.read(path) ?? "",
              loader: "ts",
            })),
        },
      ],
    });
    opened = new WeakenedSource(bundler);
    return opened;
  }

  public close(): Promise<void> {
    return this.bundler.dispose();
  }

  /**
   * Synthesizes an environment as `main.ts` does.
   *
   * @returns what was said, or "accepted"
   * @throws Error if the text is not there, or more than once
   */
  public async synthesize(environment: Environment, weakening: Weakening): Promise<string> {
    const count = readFileSync(join(ROOT, weakening.file), "utf8").split(weakening.text).length - 1;
    if (count !== 1)
      throw new Error(`${weakening.file} has ${count} times, instead of once, the text:\n${weakening.text}`);
    this.weakening = weakening;
    return verdictOn([environment], await this.load());
  }

  private read(path: string): string {
    const source = readFileSync(path, "utf8");
    const { file, text, instead } = this.weakening ?? { file: "", text: "", instead: "" };
    return path === join(ROOT, file) ? source.replace(text, () => instead) : source;
  }

  private async load(): Promise<Sources> {
    const { outputFiles } = await this.bundler.rebuild();
    const module = { exports: {} };
    const run = new Script(
      `(require, module, __dirname) => {${outputFiles[0]?.text ?? ""}}`,
    ).runInThisContext() as (...args: unknown[]) => void;
    run(createRequire(join(ROOT, "main.ts")), module, ROOT);
    return module.exports as Sources;
  }
}
