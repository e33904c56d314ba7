import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { TerraformPlan } from "../../review/plan";
import { readPlan } from "../../review/plan";
import { Failure } from "../../cli/outcome";
import { terraformBinary } from "../../terraform/binary";
import { LOCK_FILE } from "../../terraform/lock-file";
import type { SynthesizedStack } from "./synthesized";

const PLAN = "rebuild.plan";
const MAX_OUTPUT_BYTES = 2 ** 28;

/** Terraform has failed. */
export class TerraformFailure extends Failure {}

/**
 * A copy of a synthesized stack in a temporary folder. What a rebuild adds to the stack must not be in the next deployment, also
 * if the rebuild is killed.
 */
export class Workspace {
  private readonly folder: string;

  constructor(private readonly stack: SynthesizedStack) {
    this.folder = mkdtempSync(join(tmpdir(), "rebuild-"));
    cpSync(stack.folder, this.folder, {
      recursive: true,
      filter: (file) => basename(file) !== ".terraform" && !file.endsWith(".tfstate"),
    });
    // The packages of the providers are large.
    const providers = resolve(stack.folder, ".terraform/providers");
    if (!existsSync(providers)) return;
    mkdirSync(join(this.folder, ".terraform"));
    symlinkSync(providers, join(this.folder, ".terraform/providers"));
  }

  /** Writes or removes a file of the stack. */
  public write(name: string, json: object | undefined): void {
    const file = join(this.folder, name);
    if (json === undefined) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify(json, undefined, 2));
  }

  /** The address of the AWS provider. Call it after `terraform init`. */
  public get provider(): string {
    const lock = readFileSync(join(this.folder, LOCK_FILE), "utf8");
    const [, address] = /^provider "([^"]+\/hashicorp\/aws)" \{/m.exec(lock) ?? [];
    if (address === undefined) throw new Failure(`${LOCK_FILE} of ${this.stack.id} has no AWS provider.`);
    return address;
  }

  /** Runs Terraform. @throws TerraformFailure with its message */
  public async terraform(command: string, ...args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await promisify(execFile)(terraformBinary(), [command, ...args], {
        cwd: this.folder,
        maxBuffer: MAX_OUTPUT_BYTES,
      });
      return stdout;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      const reason = stderr === undefined || stderr.trim() === "" ? message : stderr.trim();
      throw new TerraformFailure(`terraform ${command} of ${this.stack.id} failed:\n${reason}`);
    }
  }

  /** Plans, and keeps the plan for `apply`. No secret is opened. */
  public async plan(...args: readonly string[]): Promise<TerraformPlan> {
    const closed = this.stack.hasSecrets ? ["-var", "open_secrets=false"] : [];
    await this.terraform("plan", "-input=false", "-no-color", `-out=${PLAN}`, ...closed, ...args);
    return readPlan(await this.terraform("show", "-json", PLAN), PLAN);
  }

  public apply(): Promise<string> {
    return this.terraform("apply", "-input=false", "-no-color", PLAN);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
