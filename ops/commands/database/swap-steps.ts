import type { DBInstance } from "@aws-sdk/client-rds";
import {
  AddTagsToResourceCommand,
  DBInstanceNotFoundFault,
  ModifyDBInstanceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { poll } from "../../cli/pace";
import { Refusal } from "../../cli/refusal";
import type { Instances } from "./instances";
import { COPY_TAGS, copyKindOf, copyName, instancesOf, tagOf } from "./instances";
import { untilAvailable, untilGone } from "./waiting";
import { undefinedFor } from "../../cli/undefined-for";

/** A rename takes up to ten minutes ("Renaming a DB instance", Amazon RDS User Guide). */
const RENAME_SECONDS = 1_800;

/** The name is not free yet, or the restored database is just being backed up. */
const NOT_YET = new Set(["DBInstanceAlreadyExistsFault", "InvalidDBInstanceStateFault"]);
const RETRY_SECONDS = 5;
const LIST_SECONDS = 300;

/** What is true of a swap. Each step looks again, so that a killed swap continues where it ended. */
export type Stage =
  /** The database, if it exists, still has its name. */
  | { readonly kind: "before"; readonly own: DBInstance; readonly copy: DBInstance }
  /** No database has the name. `replaced` is undefined if the database was lost before the swap. */
  | { readonly kind: "between"; readonly copy: DBInstance; readonly replaced: DBInstance | undefined }
  /** The restored database has the name. */
  | { readonly kind: "renamed"; readonly own: DBInstance; readonly replaced: DBInstance | undefined };

/** The database that the restored one replaces; undefined if it was lost before the swap. */
export const originalOf = (stage: Stage): DBInstance | undefined =>
  stage.kind === "before" ? stage.own : stage.replaced;

/** @throws Refusal when the copy does not exist and is not the database either */
export async function stageOf(operation: Operation, copyIdentifier: string): Promise<Stage> {
  const instances = await instancesOf(operation);
  const { own, copies } = instances;
  const copy = copies.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === copyIdentifier);
  const replaced = copies.find((each) => tagOf(each, COPY_TAGS.replacedBy) === copyIdentifier);
  if (own && tagOf(own, COPY_TAGS.restoredAs) === copyIdentifier) return { kind: "renamed", own, replaced };
  const kind = copyKindOf(operation.environment.name, copyIdentifier);
  if (!copy || kind !== "restored" || tagOf(copy, COPY_TAGS.restoredAs) !== copyIdentifier)
    throw noCopy(operation, copyIdentifier, instances);
  return own ? { kind: "before", own, copy } : { kind: "between", copy, replaced };
}

/** Waits until the list of RDS shows what each database has shown already. @throws Failure when the time limit has passed */
export async function untilStage<Kind extends Stage["kind"]>(
  operation: Operation,
  kind: Kind,
  { copy, again }: { copy: string; again: string },
): Promise<Extract<Stage, { kind: Kind }>> {
  const wait = { seconds: RETRY_SECONDS, deadline: operation.deadline(LIST_SECONDS) };
  const stage = await poll(operation, wait, async () => {
    const seen = await stageOf(operation, copy).catch(undefinedFor(Refusal));
    return seen?.kind === kind ? seen : undefined;
  });
  if (stage) return stage as Extract<Stage, { kind: Kind }>;
  throw new Failure(`RDS did not rename the databases.\nFix: ${again}`);
}

function noCopy({ environment }: Operation, given: string, { copies }: Instances): Refusal {
  const restored = copies.flatMap(({ DBInstanceIdentifier: id = "" }) =>
    copyKindOf(environment.name, id) === "restored" ? id : [],
  );
  return new Refusal(
    `${given} is not a restored database of ${environment.environment}.\n` +
      (restored.length > 0
        ? `Fix: Give one of: ${restored.join(", ")}.`
        : `Fix: Restore one first: ${commandLine(environment, "database restore", "--at <time>")}`),
  );
}

/**
 * Moves the database out of the way. Its tags first say what replaces it, and since when: a killed swap finds it by them, and
 * measures the interruption from there.
 */
export async function moveAway(
  operation: Operation,
  own: DBInstance,
  { copy, again }: { copy: string; again: string },
): Promise<void> {
  const { name } = operation.environment;
  const rds = operation.client(RDSClient);
  // The name was chosen by the run that was killed after it had asked for the rename.
  const pending = own.PendingModifiedValues?.DBInstanceIdentifier;
  const at = new Date();
  const target = pending ?? copyName(name, "replaced", at);
  if (pending === undefined) {
    operation.goOn();
    await rds.send(
      new AddTagsToResourceCommand({
        ResourceName: own.DBInstanceArn,
        Tags: [
          { Key: COPY_TAGS.replacedBy, Value: copy },
          { Key: COPY_TAGS.replacedAt, Value: at.toISOString() },
        ],
      }),
    );
    await rename(operation, name, target);
  }
  const wait = { seconds: RENAME_SECONDS, again };
  await untilGone(operation, name, { ...wait, what: `Renaming to ${target}:` });
}

/** Gives the restored database the name, and with it the address, of the database. */
export async function takePlace(
  operation: Operation,
  copy: DBInstance,
  { again }: { again: string },
): Promise<DBInstance> {
  const { name } = operation.environment;
  const { DBInstanceIdentifier = "", PendingModifiedValues } = copy;
  if (PendingModifiedValues?.DBInstanceIdentifier === undefined) {
    await poll(
      operation,
      { seconds: RETRY_SECONDS, deadline: operation.deadline(RENAME_SECONDS) },
      async () => {
        try {
          await rename(operation, DBInstanceIdentifier, name);
          return true;
        } catch (error) {
          if (!NOT_YET.has((error as Error).name)) throw error;
          operation.output.progress(
            `RDS cannot rename ${DBInstanceIdentifier} yet: ${(error as Error).message}`,
          );
          return undefined;
        }
      },
    );
  }
  return untilAvailable(operation, name, {
    what: `Renaming ${DBInstanceIdentifier} to`,
    seconds: RENAME_SECONDS,
    again,
  });
}

/** Removes the tags of a copy, which Terraform would remove otherwise. */
export async function removeCopyTags(operation: Operation, { DBInstanceArn }: DBInstance): Promise<void> {
  await operation.client(RDSClient).send(
    new RemoveTagsFromResourceCommand({
      ResourceName: DBInstanceArn,
      TagKeys: [COPY_TAGS.restoredFrom, COPY_TAGS.restoredAt, COPY_TAGS.restoredAs],
    }),
  );
}

async function rename(operation: Operation, from: string, to: string): Promise<void> {
  const command = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: from,
    NewDBInstanceIdentifier: to,
    ApplyImmediately: true,
  });
  // Not found: the response to the first try was lost, and the SDK tried again.
  await operation.client(RDSClient).send(command).catch(undefinedFor(DBInstanceNotFoundFault));
}
