import type { DBInstance } from "@aws-sdk/client-rds";
import { given } from "../../../facts/given";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { withLock } from "../../release/lock";
import type { Lock } from "../../release/lock";
import { duration } from "../../cli/duration";
import { requireTyped } from "./consent";
import { finishCopy } from "./create-copy";
import { COPY_TAGS, tagOf } from "./instances";
import { masterPassword } from "./master-password";
import { differencesOf, settingsOfEnvironment, settingsOfInstance } from "./settings";
import type { DatabaseInState } from "./state-correction";
import { correctState, databaseInState } from "./state-correction";
import { lockState, requireOwnLock } from "./swap-lock";
import type { Stage } from "./swap-steps";
import { moveAway, originalOf, removeCopyTags, stageOf, takePlace, untilStage } from "./swap-steps";
import { untilAvailable } from "./waiting";

/** A swap that is complete. */
interface Result {
  readonly own: DBInstance;
  readonly replaced: DBInstance | undefined;
  readonly inState: DatabaseInState | undefined;
  readonly oldVersion: string | undefined;
  /** When the database was available again. */
  readonly end: Date;
}

const PASSWORD_SECONDS = 900;

export interface SwapOptions {
  readonly yes?: boolean;
}

/**
 * Makes a restored database the database of the environment (docs/adr/0032). The present one is renamed, the restored one gets its
 * name, and with it its address, alarms and log groups. Then the Terraform state is corrected. A swap that was killed
 * continues when it is run again.
 */
export async function swap(operation: Operation, copy: string, { yes }: SwapOptions): Promise<Facts> {
  const { environment, output } = operation;
  const stage = await stageOf(operation, copy);
  await requireOwnLock(operation, copy);
  await requireSame(operation, stage);
  const again = commandLine(environment, "database restore", `--swap ${copy}`);
  output.print(
    given(
      `${copy} becomes ${environment.name}, the database of ${environment.environment}.`,
      originalOf(stage) !== undefined &&
        "  - The present one is renamed and kept. What was written to it after the restored time is only there.",
      "  - No service is stopped. Connections break, and requests fail, until the second rename has ended: some minutes.",
      "  - Workers: jobs that fail meanwhile are tried again as often as their $tries allow.",
    ).join("\n"),
  );
  if (!yes) {
    const question = `Swap the database of ${environment.environment} in account ${environment.accountId}?`;
    await requireTyped("swap", { given: undefined, question, flag: "--yes" });
  }
  return withLock(operation, { command: "database swap", aim: copy }, (lock) =>
    exchange(operation, { copy, lock, again: `Run it again to continue: ${again}` }),
  );
}

async function exchange(
  operation: Operation,
  { copy, lock, again }: { copy: string; lock: Lock; again: string },
): Promise<Facts> {
  const unlock = await lockState(operation, copy);
  let isBetween = false;
  let result: Result;
  try {
    let stage = await stageOf(operation, copy);
    isBetween = stage.kind !== "before";
    const inState = await databaseInState(operation);
    requireKnown(operation, stage, inState);
    if (stage.kind !== "renamed" && !originalIsAway(stage)) {
      await lock.require();
      await setPassword(operation, stage.copy, again);
    }
    if (stage.kind === "before") {
      await lock.require();
      isBetween = true;
      await moveAway(operation, stage.own, { copy, again });
      stage = await untilStage(operation, "between", { copy, again });
    }
    if (stage.kind === "between") {
      await lock.require();
      await takePlace(operation, stage.copy, { again });
      stage = await untilStage(operation, "renamed", { copy, again });
    }
    const end = new Date();
    const oldVersion = inState && (await correctState(operation, stage.own.DbiResourceId ?? ""));
    isBetween = false;
    result = { own: stage.own, replaced: stage.replaced, inState, oldVersion, end };
  } finally {
    // While the databases are between two names, a Terraform would create the one that is missing.
    if (isBetween)
      operation.output.warn(`The Terraform state stays locked until the swap is complete.\nFix: ${again}`);
    else await unlock();
  }
  // The last step: until then a killed swap finds the database by its tags.
  await removeCopyTags(operation, result.own);
  return report(operation, result);
}

/** Whether an earlier run has moved the present database away, so that each minute counts. */
const originalIsAway = (stage: Stage) => stage.kind === "between" && stage.replaced !== undefined;

/** That of today: a restore that was killed has not set it, and since one that was completed it may have changed. */
async function setPassword(operation: Operation, copy: DBInstance, again: string): Promise<void> {
  const { DBInstanceIdentifier: identifier = "" } = copy;
  const password = await masterPassword(operation);
  const current = settingsOfInstance(copy);
  await finishCopy(operation, identifier, { settings: current, current, password });
  await untilAvailable(operation, identifier, {
    what: "Setting the password of",
    seconds: PASSWORD_SECONDS,
    again,
  });
}

/** @throws Refusal when the restored database has other settings than the present one, e.g. a group without TLS */
async function requireSame(operation: Operation, stage: Stage): Promise<void> {
  if (stage.kind === "renamed") return;
  const { copy } = stage;
  const original = originalOf(stage);
  const wanted = original ? settingsOfInstance(original) : await settingsOfEnvironment(operation);
  const differences = differencesOf(settingsOfInstance(copy), wanted);
  if (stage.kind === "before" && copy.DBInstanceStatus !== "available")
    differences.push(`status: ${copy.DBInstanceStatus}, not available`);
  if (differences.length === 0) return;
  throw new Refusal(
    [`${copy.DBInstanceIdentifier} differs from the present database:`, ...differences].join("\n  ") +
      `\nFix: Restore it with ${commandLine(operation.environment, "database restore", "--at <time>")}, or wait until its restore has ended.`,
  );
}

/** @throws Refusal when Terraform knows another instance as the database, so that the correction would be wrong */
function requireKnown(operation: Operation, stage: Stage, inState: DatabaseInState | undefined): void {
  const original = originalOf(stage);
  if (!inState || !original) return;
  const known = [original.DbiResourceId, ...(stage.kind === "renamed" ? [stage.own.DbiResourceId] : [])];
  if (known.includes(inState.resourceId)) return;
  const { environmentName } = operation;
  throw new Refusal(
    `The Terraform state of ${environmentName}-base is about the instance ${inState.resourceId}, not ${original.DbiResourceId}.\n` +
      `Fix: Find out why: npx cdktf diff ${environmentName}-base`,
  );
}

function report(operation: Operation, { own, replaced, inState, oldVersion, end }: Result): Facts {
  const { environment, environmentName, output } = operation;
  const since = replaced && tagOf(replaced, COPY_TAGS.replacedAt);
  const seconds = since === undefined ? undefined : Math.round((end.getTime() - Date.parse(since)) / 1_000);
  const old = replaced?.DBInstanceIdentifier;
  const drop = old && commandLine(environment, "database drop", old);
  output.print(
    [
      `${environment.name} is the database that was restored from ${tagOf(own, COPY_TAGS.restoredFrom)}.`,
      `  address       ${own.Endpoint?.Address}, as before`,
      `  interruption  ${seconds === undefined ? "not measured: the database did not exist" : duration(seconds * 1_000)}`,
      ...(oldVersion === undefined
        ? []
        : [`  state         corrected; its old version in the bucket is ${oldVersion}`]),
      ...(inState
        ? []
        : [
            "The Terraform state has no database. Add it, in cdktf.out/stacks:",
            `  terraform -chdir=${environmentName}-base import <address of the aws_db_instance> ${environment.name}`,
          ]),
      "Next:",
      `  check that Terraform changes nothing  npx cdktf diff ${environmentName}-base`,
      `  check the application                 ${commandLine(environment, "status")}`,
      ...(drop ? [`  delete the old one                    ${drop}`] : []),
    ].join("\n"),
  );
  return {
    database: environment.name,
    resourceId: own.DbiResourceId,
    replaced: old,
    interruptionSeconds: seconds,
    oldStateVersion: oldVersion,
    drop,
  };
}
