import type { Part } from "../../../stacks/environment-stack";
import { commandLine } from "../../cli/command-line";
import { duration } from "../../cli/duration";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { isTerraform, processes } from "../../terraform/process-group";
import { requireTyped } from "../database/consent";
import { COPY_TAGS, instancesOf, tagOf } from "../database/instances";
import { isOfThisMachine, lockedBy } from "../launch/state-lock";
import type { LockInfo } from "../launch/state-object";
import { findLock, findState } from "../launch/state-object";
import { removeLock } from "./lock";
import { partOf } from "./part";

/** Terraform does not renew its lock. A database takes up to an hour to create or to change. */
const RECENT_MINUTES = 60;
const MINUTE = 60_000;

/** The lock of `ops database restore --swap`. */
const SWAP = /^ops (database restore) (--swap (\S+))$/;

export interface UnlockOptions {
  /** The id of the lock, in place of the question. */
  readonly yes?: string;
}

/** `state unlock`: removes the lock that a killed Terraform has left. */
export async function unlock(operation: Operation, given: string, { yes }: UnlockOptions): Promise<Facts> {
  const { environmentName, output } = operation;
  const part = partOf(given);
  const stack = `${environmentName}-${part}`;
  const found = await findState(operation, part, ".tflock");
  if (!found) {
    output.print(`The state of ${stack} is not locked.`);
    return { locked: false };
  }
  const lock = found.json as LockInfo;
  // Not by the time in the lock, which is from the clock of another machine.
  const age = found.ageMilliseconds;
  output.print(
    [
      `The state of ${stack} is locked.`,
      `  by     ${lock.Who}`,
      `  since  ${lock.Created} (${duration(age)})`,
      `  for    ${lock.Operation}`,
      `  id     ${lock.ID}`,
    ].join("\n"),
  );
  await requireDead(operation, lock, { part, age, yes });
  await requireTyped(lock.ID, {
    given: yes,
    question: "Is that Terraform not running any more, on no machine and in no workflow?",
    flag: `--yes ${lock.ID}`,
  });
  // Another Terraform may have taken a lock of its own meanwhile.
  const now = await findLock(operation, part);
  if (now && now.ID !== lock.ID) throw lockedBy(operation, now, part);
  await removeLock(operation, part);
  output.print(`The lock was removed.\nNext: Look at what is left to do: npx cdktf diff ${stack}`);
  return { locked: true, id: lock.ID, who: lock.Who, created: lock.Created };
}

/**
 * Whether a swap has begun to rename, so that it must be completed. One that was killed before, or whose first rename RDS refuses, has
 * left nothing but the lock.
 */
async function hasRenamed(operation: Operation, copy: string | undefined): Promise<boolean> {
  const { own } = await instancesOf(operation);
  return (
    !own ||
    own.DBInstanceStatus === "renaming" ||
    own.PendingModifiedValues?.DBInstanceIdentifier !== undefined ||
    tagOf(own, COPY_TAGS.restoredAs) === copy
  );
}

/** @throws Refusal when the owner of a lock runs, or may run */
async function requireDead(
  operation: Operation,
  lock: LockInfo,
  { part, age, yes }: { part: Part; age: number; yes: string | undefined },
): Promise<void> {
  const { environment } = operation;
  const [, command, rest, copy] = SWAP.exec(lock.Operation) ?? [];
  if (command !== undefined && (await hasRenamed(operation, copy))) {
    throw new Refusal(
      `The lock protects a swap of the database that is not complete. Nothing was changed.\nFix: Complete it: ${commandLine(environment, command, rest)}`,
    );
  }
  const running = isOfThisMachine(lock)
    ? (await processes()).filter((each) => isTerraform(each.command))
    : [];
  if (running.length > 0) {
    throw new Refusal(
      `The lock is of this machine, where Terraform is running (process ${running.map(({ pid }) => pid).join(", ")}). Nothing was changed.\n` +
        "Fix: Wait until it has ended.",
    );
  }
  if (age >= RECENT_MINUTES * MINUTE || yes === lock.ID) return;
  throw new Refusal(
    `The lock is younger than ${RECENT_MINUTES} minutes, so its Terraform may still be running. Nothing was changed.\n` +
      "Fix: Ask its owner, and look at the workflow runs. If none is running: " +
      commandLine(environment, "state unlock", `${part} --yes ${lock.ID}`),
  );
}
