import { existsSync, readlinkSync, realpathSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { inShell } from "../../../facts/shell-words";
import type { Part } from "../../../stacks/environment-stack";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { terraformBinary } from "../../terraform/binary";
import { isAlive, isTerraform, processes } from "../../terraform/process-group";
import { runChild } from "./child";
import type { Child, RunRecord } from "./run-record";
import type { LockInfo } from "./state-object";
import { findLock } from "./state-object";

/**
 * Requires that the state of a stack is not locked. Terraform releases its lock unless it is killed.
 *
 * A lock that the killed launch of this folder has left is removed: it has this user and this machine, is newer than the start
 * of that launch's command, and no Terraform is running in the stack's folder.
 *
 * @throws Refusal that names the owner of any other lock, and the command that removes it
 */
export async function requireUnlocked(
  operation: Operation,
  record: RunRecord,
  { part, root, killed }: { part: Part; root: string; killed: Child | undefined },
): Promise<void> {
  const lock = await findLock(operation, part);
  if (!lock) return;
  const stack = `${operation.environmentName}-${part}`;
  const folder = join("cdktf.out", "stacks", stack);
  const terraform = (...words: string[]) => [terraformBinary(), `-chdir=${folder}`, ...words];

  const isOwn = killed !== undefined && isOf(lock, killed, stack);
  if (isOwn && existsSync(join(root, folder, ".terraform")) && !(await terraformRunsIn(join(root, folder)))) {
    const words = terraform("force-unlock", "-force", lock.ID);
    operation.output.print(
      `  The Terraform of the last launch was killed, and has left its lock (${lock.Who}, ${lock.Created}).\n  $ ${inShell(words)}`,
    );
    return runChild(operation, record, { words, cwd: root });
  }
  throw lockedBy(operation, lock, part);
}

/** A lock of someone else, and the command that removes it. */
export function lockedBy({ environment }: Operation, lock: LockInfo, part: Part): Refusal {
  return new Refusal(
    `The state of ${environment.environment}-${part} is locked by ${lock.Who} since ${lock.Created} (${lock.Operation}).\n` +
      "Fix: If that Terraform is still running, wait until it has ended. If it was killed, remove its lock:\n" +
      `  ${commandLine(environment, "state unlock", part)}`,
  );
}

/** Whether a lock is that of a command of this folder's last launch. */
const isOf = (lock: LockInfo, { line, since }: Child, stack: string) =>
  isOfThisMachine(lock) && line.includes(stack) && Date.parse(lock.Created) >= Date.parse(since);

/** Whether a lock was taken by this user of this machine. */
export const isOfThisMachine = ({ Who }: LockInfo) => Who === `${userInfo().username}@${hostname()}`;

/** Whether a Terraform runs in a folder. Where no folder of a process is known (outside Linux), any Terraform may. */
async function terraformRunsIn(folder: string): Promise<boolean> {
  const running = (await processes()).filter(({ command }) => isTerraform(command));
  return running.some(({ pid }) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
    } catch (error) {
      // On Linux that of a process that has ended meanwhile does not exist, also before its parent has noticed.
      const hasEnded = existsSync("/proc/self") && (error as NodeJS.ErrnoException).code === "ENOENT";
      return !hasEnded && isAlive(pid);
    }
  });
}
