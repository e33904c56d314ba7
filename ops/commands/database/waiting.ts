import type { DBInstance } from "@aws-sdk/client-rds";
import { DBInstanceNotFoundFault, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Operation } from "../../cli/operation";
import { Failure, Interruption } from "../../cli/outcome";
import { poll } from "../../cli/pace";
import { duration } from "../../cli/duration";
import { undefinedFor } from "../../cli/undefined-for";

const LOOK_SECONDS = 5;

/** From these a database does not recover by itself ("Viewing Amazon RDS DB instance status", Amazon RDS User Guide). */
const BROKEN = /^(failed|restore-error|storage-full|incompatible-.*|inaccessible-.*)$/;

export interface Wait {
  /** Starts the line of progress, e.g. `Restoring`. */
  readonly what: string;
  /** After which the command gives up. It can be run again, and continues. */
  readonly seconds: number;
  /** What to do after an interruption or the time limit. */
  readonly again: string;
  /** What to do when the database is broken. @default the same */
  readonly ifBroken?: string;
}

/** One database by its name; undefined if there is none. */
async function instanceNamed(operation: Operation, name: string): Promise<DBInstance | undefined> {
  const found = await operation
    .client(RDSClient)
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }))
    .catch(undefinedFor(DBInstanceNotFoundFault));
  return found?.DBInstances?.[0];
}

/**
 * Waits until a database with this name is available and nothing of it is about to change. RDS does not know an instance by
 * its new name before it has renamed it.
 *
 * @throws Failure when it is broken, or the time limit has passed
 */
export function untilAvailable(operation: Operation, name: string, wait: Wait): Promise<DBInstance> {
  return waitFor(operation, name, wait, (instance) => {
    const { DBInstanceStatus: status = "", PendingModifiedValues = {} } = instance ?? {};
    if (BROKEN.test(status))
      throw new Failure(`${name} is broken: its status is "${status}".\nFix: ${wait.ifBroken ?? wait.again}`);
    const settled = Object.values(PendingModifiedValues).every((value) => value === undefined);
    return status === "available" && settled ? instance : undefined;
  });
}

/** Waits until no database has this name. */
export function untilGone(operation: Operation, name: string, wait: Wait): Promise<true> {
  return waitFor(operation, name, wait, (instance) => (instance ? undefined : true));
}

async function waitFor<Answer>(
  operation: Operation,
  name: string,
  { what, seconds, again }: Wait,
  look: (instance: DBInstance | undefined) => Answer | undefined,
): Promise<Answer> {
  const began = performance.now();
  const deadline = operation.deadline(seconds);
  try {
    const answer = await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
      const instance = await instanceNamed(operation, name);
      const status = instance?.DBInstanceStatus ?? "not there";
      operation.output.progress(`${what} ${name}: ${status}`, began);
      return look(instance);
    });
    if (answer !== undefined) return answer;
  } catch (error) {
    if (error instanceof Interruption) throw new Interruption(`Interrupted. RDS continues.\nFix: ${again}`);
    throw error;
  }
  throw new Failure(`${name} was not ready after ${duration(seconds * 1_000)}.\nFix: ${again}`);
}
