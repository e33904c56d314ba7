import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { terraformBinary } from "./binary";

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly command: string;
}

/** Whether a process exists, or with a negative id a process group. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** All processes of this machine. */
export async function processes(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,pgid=,args="], {
    maxBuffer: 2 ** 26,
  });
  return stdout.split("\n").map((line) => {
    const [pid, parent, group, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), group: Number(group), command: command.join(" ") };
  });
}

/**
 * Interrupts a process group, as Ctrl-C does. If it has started Terraform, only Terraform is interrupted: an interrupted cdktf
 * would end Terraform before its state is saved, and it ends when Terraform does.
 */
export async function interruptGroup(group: number): Promise<void> {
  const all = await processes();
  const members = all.filter((each) => each.group === group);
  // cdktf starts Terraform in a terminal and process group of its own.
  const started = all.filter((each) => members.some(({ pid }) => pid === each.parent));
  const terraform = [...members, ...started].filter(({ command }) => isTerraform(command));
  for (const { pid } of terraform.length > 0 ? terraform : members) {
    if (isAlive(pid)) process.kill(pid, "SIGINT");
  }
}

/** Whether a command line is that of Terraform, or of the configured binary, which may be a wrapper of Terraform. */
export function isTerraform(command: string): boolean {
  const [program = ""] = command.split(" ", 1);
  return [basename(terraformBinary()), "terraform"].includes(basename(program));
}
