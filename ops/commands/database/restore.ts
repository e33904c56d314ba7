import { given } from "../../../facts/given";
import { pricesOf } from "../../../facts/prices";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure } from "../../cli/outcome";
import { sumOf } from "../cost/line-item";
import { databaseItems } from "../cost/monthly-cost";
import { duration } from "../../cli/duration";
import { createCopy, finishCopy } from "./create-copy";
import { COPY_TAGS, copyKindOf, copyName, instancesOf, tagOf } from "./instances";
import { masterPassword } from "./master-password";
import { restorableOf } from "./restorable";
import type { RestorePoint } from "./restore-point";
import { restorePoint } from "./restore-point";
import type { Settings } from "./settings";
import { differencesOf, settingsOfEnvironment, settingsOfInstance } from "./settings";
import { untilAvailable } from "./waiting";

/** RDS restores about 100 GiB an hour, and more slowly where many transactions are replayed. */
export const RESTORE_SECONDS = 6 * 3_600;
const DAYS_OF_A_MONTH = 365 / 12;

export interface RestoreOptions {
  readonly at?: string;
  readonly snapshot?: string;
}

/**
 * Restores the database of the environment beside the present one, which it does not change. An interrupted run continues when
 * it is run again with the same time or snapshot: it finds the restored database by its tag.
 */
export async function restoreBeside(operation: Operation, options: RestoreOptions): Promise<Facts> {
  const { environment, output } = operation;
  const began = performance.now();
  const instances = await instancesOf(operation);
  const [restorable, password] = await Promise.all([
    restorableOf(operation, instances),
    masterPassword(operation),
  ]);
  const { own, copies } = instances;
  const settings = own ? settingsOfInstance(own) : await settingsOfEnvironment(operation);
  const point = restorePoint(operation, options, restorable, settings.encryptedWith);
  if (!own) output.print(`${environment.name} does not exist. The settings are those of the environment.`);

  // Not that of a drill: it has other settings, and the drill deletes it. Nor one that an operator is dropping.
  const found = copies.find(
    (copy) =>
      copy.DBInstanceStatus !== "deleting" &&
      copyKindOf(environment.name, copy.DBInstanceIdentifier) === "restored" &&
      tagOf(copy, COPY_TAGS.restoredFrom) === point.label,
  );
  const now = new Date();
  const identifier = found?.DBInstanceIdentifier ?? copyName(environment.name, "restored", now);
  if (found) {
    output.print(`${identifier} was restored from ${point.label} by an earlier run. Continuing with it.`);
  } else {
    operation.goOn();
    await createCopy(operation, { identifier, point, settings, own, now });
    output.print(
      `Restoring ${environment.name} from ${point.label} as ${identifier}, beside the present database.`,
    );
  }
  await finish(operation, { identifier, settings, password, options });
  return report(operation, { identifier, point, settings, began });
}

async function finish(
  operation: Operation,
  {
    identifier,
    settings,
    password,
    options,
  }: { identifier: string; settings: Settings; password: string; options: RestoreOptions },
): Promise<void> {
  const rest = options.at === undefined ? `--snapshot ${options.snapshot}` : `--at ${options.at}`;
  const again = `Run it again to continue: ${commandLine(operation.environment, "database restore", rest)}`;
  // The same run again would find the same database.
  const ifBroken = `Drop it, then restore again: ${commandLine(operation.environment, "database drop", `${identifier} --no-final-snapshot`)}`;
  const wait = { what: "Restoring", seconds: RESTORE_SECONDS, again, ifBroken };
  const restored = await untilAvailable(operation, identifier, wait);
  await finishCopy(operation, identifier, { settings, current: settingsOfInstance(restored), password });
  const finished = await untilAvailable(operation, identifier, { ...wait, what: "Setting the password of" });
  const differences = differencesOf(settingsOfInstance(finished), settings);
  if (differences.length === 0) return;
  throw new Failure(
    [`${identifier} was restored, but differs from the present database:`, ...differences].join("\n  ") +
      `\nFix: Change it in the console of RDS, or drop it and restore again: ${commandLine(operation.environment, "database drop", identifier)}`,
    { instance: identifier, differences },
  );
}

async function report(
  operation: Operation,
  {
    identifier,
    point,
    settings,
    began,
  }: { identifier: string; point: RestorePoint; settings: Settings; began: number },
): Promise<Facts> {
  const { environment, output } = operation;
  const copy = (await instancesOf(operation)).copies.find(
    ({ DBInstanceIdentifier }) => DBInstanceIdentifier === identifier,
  );
  const address = copy?.Endpoint?.Address;
  const usdPerDay = costPerDay(operation, settings);
  const { applicationUser } = environment.database;
  const swap = commandLine(environment, "database restore", `--swap ${identifier}`);
  const drop = commandLine(environment, "database drop", identifier);
  const shell = commandLine(environment, "shell", `database --instance ${identifier}`);
  output.print(
    given(
      `Restored from ${point.label} in ${duration(performance.now() - began)}. The present database was not changed.`,
      `  instance  ${identifier}`,
      `  address   ${address}`,
      `  password  that of the present database`,
      `  cost      ${usdPerDay === undefined ? "unknown: no price of its class" : `about ${usdPerDay.toFixed(2)} USD a day`}, until it is dropped`,
      applicationUser &&
        `${applicationUser.username} has the password of that time. The next migration (deploy) sets the present one.`,
      "Next:",
      `  look at it, or copy single tables  ${shell}`,
      `  make it the database               ${swap}`,
      `  delete it                          ${drop}`,
    ).join("\n"),
  );
  return { instance: identifier, address, restoredFrom: point.label, usdPerDay, shell, swap, drop };
}

function costPerDay({ environment }: Operation, settings: Settings): number | undefined {
  const database = {
    ...environment.database,
    instanceClass: settings.instanceClass,
    multiAz: settings.multiAz,
    storageGiB: settings.storageGiB,
  };
  const { total, unpriced } = sumOf(
    databaseItems({ ...environment, database }, pricesOf(environment.region)),
  );
  return unpriced.length > 0 ? undefined : Math.round((total / DAYS_OF_A_MONTH) * 100) / 100;
}
