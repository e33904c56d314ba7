import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import type { ClientHttp2Session } from "node:http2";
import { connect } from "node:http2";
import { createConnection } from "node:net";
import { join } from "node:path";
import type { ChildEnvironment } from "../../local/isolation";
import { eventually } from "../../local/processes";

const READY_SECONDS = 60;

/** Where Terraform links the AWS provider in an initialized folder: by version, then by platform. */
const INSTALLED = ".terraform/providers/registry.terraform.io/hashicorp/aws";

/** Ends the provider when its standard input ends: with the process that started it, even after `kill -9`. */
const UNTIL_INPUT_ENDS = '"$0" -debug & cat > /dev/null; kill $!';

/** How Terraform finds a provider that it does not start itself ("Debugging Providers", Terraform Plugin Development). */
interface Reattach {
  readonly ProtocolVersion: number;
  readonly Addr: { readonly Network: string; readonly String: string };
}

/**
 * The AWS provider as a process that outlives the commands. It has the credentials of its own environment, not those of a command, and
 * one configuration at a time.
 */
export class KeptProvider {
  private constructor(
    private readonly process: ChildProcess,
    /** The value of TF_REATTACH_PROVIDERS with which Terraform uses this process alone. */
    public readonly reattach: Record<string, Reattach>,
    public readonly session: ClientHttp2Session,
    private readonly socket: string,
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
    const printed = () => /TF_REATTACH_PROVIDERS='(.+)'/.exec(output)?.[1];
    if (!(await eventually(() => printed() !== undefined, READY_SECONDS))) {
      child.stdin.end();
      throw new Error(`The AWS provider did not start:\n${output}`);
    }
    const reattach = JSON.parse(printed()!) as Record<string, Reattach>;
    const socket = Object.values(reattach)[0]!.Addr.String;
    const session = connect("http://provider", { createConnection: () => createConnection(socket) });
    await once(session, "connect");
    return new KeptProvider(child, reattach, session, socket);
  }

  public async stop(): Promise<void> {
    this.session.destroy();
    const closed = once(this.process, "close");
    this.process.stdin?.end();
    await closed;
    rmSync(this.socket, { force: true });
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
