import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { lockedBy } from "../launch/state-lock";
import type { LockInfo } from "../launch/state-object";
import { findLock } from "../launch/state-object";
import { removeLock, takeLock } from "../state/lock";

const PART = "base";

/** What the lock of a swap says it does. */
const operationOf = (copy: string) => `ops database restore --swap ${copy}`;

/**
 * Locks the state. Until the swap is complete no Terraform may run: it would create the database that is missing.
 *
 * The lock of a killed swap of the same copy is taken over: the release lock proves that it does not run any more.
 *
 * @returns removes the lock
 * @throws Refusal that names the owner of any other lock
 */
export async function lockState(operation: Operation, copy: string): Promise<() => Promise<void>> {
  const unlock = await takeLock(operation, PART, {
    operation: operationOf(copy),
    info: `Until the swap is complete: ${commandLine(operation.environment, "database restore", `--swap ${copy}`)}`,
  });
  if (unlock) return unlock;
  if (!(await requireOwnLock(operation, copy))) return lockState(operation, copy);
  return () => removeLock(operation, PART);
}

/** @throws Refusal when something else than a swap of this copy has locked the state */
export async function requireOwnLock(operation: Operation, copy: string): Promise<LockInfo | undefined> {
  const found = await findLock(operation, PART);
  if (found && found.Operation !== operationOf(copy)) throw lockedBy(operation, found, PART);
  return found;
}
