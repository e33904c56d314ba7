import type { ChildEnvironment } from "./isolation";
import type { RunOptions } from "./processes";
import { succeed } from "./processes";
import { CDKTF, ROOT } from "./project";

/** The real cdktf command line, with its output in a separate folder. */
export class Cdktf {
  constructor(
    private readonly output: string,
    private readonly environment: ChildEnvironment,
    /** `cwd` is the folder of the project. @default this project */
    private readonly options: Pick<RunOptions, "cwd" | "onOutput" | "onStart"> = {},
  ) {}

  public async synth(): Promise<void> {
    await this.run("synth");
  }

  /**
   * Deploys synthesized stacks, with the providers of their lock files.
   *
   * Several stacks are deployed in the order of their dependencies. For a single stack cdktf needs the flag that its
   * dependencies are not deployed with it.
   */
  public async deploy(...stacks: string[]): Promise<void> {
    await this.run(
      "deploy",
      ...stacks,
      "--auto-approve",
      "--skip-synth",
      ...(stacks.length === 1 ? ["--ignore-missing-stack-dependencies"] : []),
    );
  }

  private run(...args: string[]) {
    return succeed(CDKTF, [...args, "--output", this.output], {
      cwd: ROOT,
      env: { ...this.environment, CDKTF_LOG_FILE_DIRECTORY: this.output },
      ...this.options,
    });
  }
}
