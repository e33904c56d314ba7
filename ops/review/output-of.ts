import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Far more than a plan has. Node.js ends a command that prints more than its limit, which is 1 MiB by default. */
const MAXIMUM_BYTES = 2 ** 30;

/** What a command prints to standard output. */
export async function outputOf(command: string, args: readonly string[], folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder, maxBuffer: MAXIMUM_BYTES });
  return stdout;
}
