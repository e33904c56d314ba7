import { join } from "node:path";
import { terraformBinary } from "../ops/terraform/binary";
import { NOTHING_CHANGES, SOMETHING_CHANGES } from "../ops/terraform/plan-exit-codes";
import type { ChildEnvironment } from "./isolation";
import type { Finished, RunOptions } from "./processes";
import { run, succeed, tail } from "./processes";

export interface Plan {
  readonly changes: boolean;
  readonly output: string;
}

/** The real Terraform, in the folder of one synthesized stack. */
export class Terraform {
  constructor(
    protected readonly folder: string,
    protected readonly environment: ChildEnvironment,
  ) {}

  public init(...args: string[]): Promise<Finished> {
    return this.succeed("init", "-input=false", ...args);
  }

  public async plan(...args: string[]): Promise<Plan> {
    const { code, output } = await this.run("plan", "-input=false", "-detailed-exitcode", ...args);
    if (code !== NOTHING_CHANGES && code !== SOMETHING_CHANGES) {
      throw new Error(`${terraformBinary(this.environment)} plan failed in ${this.folder}:\n${tail(output)}`);
    }
    return { changes: code === SOMETHING_CHANGES, output };
  }

  public async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.succeed("output", "-json");
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Any other command, with any exit code. */
  public async run(command: string, ...args: string[]): Promise<Finished> {
    return run(terraformBinary(this.environment), [command, "-no-color", ...args], await this.options());
  }

  /** Any other command, which must succeed. */
  public async succeed(command: string, ...args: string[]): Promise<Finished> {
    return succeed(terraformBinary(this.environment), [command, "-no-color", ...args], await this.options());
  }

  /** The environment of the next command. */
  protected commandEnvironment(): ChildEnvironment | Promise<ChildEnvironment> {
    return this.environment;
  }

  private async options(): Promise<RunOptions> {
    return { cwd: this.folder, env: await this.commandEnvironment() };
  }
}

/** The folder of a stack in the output folder of cdktf. */
export const stackFolder = (output: string, stack: string) => join(output, "stacks", stack);
