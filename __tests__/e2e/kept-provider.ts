import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildEnvironment } from "../../local/isolation";
import { eventually } from "../../local/processes";
import { Terraform } from "../../local/terraform";

const READY_SECONDS = 60;

/** Where Terraform links the AWS provider in an initialized folder: by version, then by platform. */
const INSTALLED = ".terraform/providers/registry.terraform.io/hashicorp/aws";

/** Ends the provider when its standard input ends: with the process that started it, even after `kill -9`. */
const UNTIL_INPUT_ENDS = '"$0" -debug & cat > /dev/null; kill $!';

/**
 * The AWS provider as one process for all commands on a stack. Otherwise Terraform hashes its 700 MB and starts it anew in each command, for
 * an apply more than once, which is half of the processor time of most commands ("Debugging Providers", Terraform Plugin
 * Development).
 *
 * It has the credentials of its own environment, not those of the command, and one configuration at a time: do not run two
 * commands at once.
 */
export class KeptProvider {
  private constructor(
    private readonly process: ChildProcess,
    /** What a command needs in its environment to use it. */
    public readonly attachment: ChildEnvironment,
  ) {}

  /** @param folder of the stack, to which the paths in it are relative, e.g. that of a function's archive */
  public static async start(
    executable: string,
    folder: string,
    environment: ChildEnvironment,
  ): Promise<KeptProvider> {
    const child = spawn("sh", ["-c", UNTIL_INPUT_ENDS, executable], {
      cwd: folder,
      env: environment,
      stdio: ["pipe", "pipe", "ignore"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    const attachment = () => /TF_REATTACH_PROVIDERS='(.+)'/.exec(output)?.[1];
    if (!(await eventually(() => attachment() !== undefined, READY_SECONDS))) {
      child.stdin.end();
      throw new Error(`The AWS provider did not start:\n${output}`);
    }
    return new KeptProvider(child, { TF_REATTACH_PROVIDERS: attachment()! });
  }

  public async stop(): Promise<void> {
    const closed = once(this.process, "close");
    this.process.stdin?.end();
    await closed;
  }
}

/** Terraform with a provider that is kept. */
export class AttachedTerraform extends Terraform {
  constructor(
    folder: string,
    environment: ChildEnvironment,
    private readonly attachment: () => Promise<ChildEnvironment>,
  ) {
    super(folder, environment);
  }

  protected override async commandEnvironment(): Promise<ChildEnvironment> {
    return { ...this.environment, ...(await this.attachment()) };
  }
}

/**
 * The executable of the AWS provider that `terraform init` has checked against the lock file, and installed in a folder. Undefined
 * before that, and with a binary that installs from another registry.
 */
export function providerIn(folder: string): string | undefined {
  let path = join(folder, INSTALLED);
  for (const name of [/^\d/, /_/, /^terraform-provider-aws/]) {
    const found = existsSync(path) ? readdirSync(path).find((each) => name.test(each)) : undefined;
    if (found === undefined) return undefined;
    path = join(path, found);
  }
  return path;
}

/** Whether a stack needs the provider in two regions: Terraform starts a process for each, and a kept one has only one configuration. */
export function hasTwoRegions(folder: string): boolean {
  const { provider } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    provider: { aws: readonly { region: string }[] };
  };
  return new Set(provider.aws.map(({ region }) => region)).size > 1;
}
