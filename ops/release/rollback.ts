import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure } from "../cli/outcome";
import { poll } from "../cli/pace";
import { notLaunched } from "../cli/not-launched";
import { abort, settled } from "./abort";
import { Held, withLock } from "./lock";
import type { Lock } from "./lock";
import { holderOf } from "../ecs/release-lock";
import { migrationsSince, warningOf } from "./migrations-since";
import { requireStartable } from "./startable";
import { release } from "./release";
import { settingsOf } from "../ecs/revision";
import { releaseState } from "./release-state";
import { bothTagsOf, contentsOf, targetOf } from "./target";
import { good } from "../cli/style";

export interface RollbackOptions {
  readonly to?: string;
  readonly timeout: number;
}

const LOOK_SECONDS = 5;

/** The time limit for an aborted deploy to revert its changes. */
const DEADLINE_SECONDS = 20 * 60;

/**
 * Returns to an earlier release: images, settings, and the revisions of web, worker, scheduler and migration together. A deploy
 * that is in progress is aborted instead, and reverts its own changes.
 */
export async function rollback(operation: Operation, options: RollbackOptions): Promise<Facts> {
  const { to = "the last healthy release" } = options;
  try {
    return await withLock(operation, { command: "rollback", aim: to }, (lock) =>
      goBack(operation, lock, options),
    );
  } catch (error) {
    if (!(error instanceof Held) || options.to !== undefined) throw error;
    return await abortRunning(operation, error);
  }
}

async function goBack(operation: Operation, lock: Lock, { to, timeout }: RollbackOptions): Promise<Facts> {
  const state = await releaseState(operation);
  if (!state.services.has("web")) throw notLaunched(operation);
  const target = await targetOf(operation, state, to, lock.predecessor);
  // A rollback that takes over from a killed one must return to the same revision.
  await lock.aimAt(target.name);
  const tags = bothTagsOf(operation, target);
  const contents = await contentsOf(operation, state, target);
  await requireStartable(operation, tags, [target]);

  const migrations = await migrationsSince(operation, target);
  const warning = warningOf(migrations, target);
  if (warning) operation.output.warn(warning);
  operation.output.print(`Returning to ${target.name}: app ${tags.app}, nginx ${tags.nginx}.`);
  await settled(operation, await abort(operation));
  await release(operation, lock, state, {
    tags,
    contents,
    migrates: false,
    maintenance: false,
    timeoutMinutes: timeout,
  });

  const settings = settingsOf(target);
  const newest = state.newest.get("web");
  const otherSettings = newest !== undefined && settingsOf(newest) !== settings;
  if (otherSettings) {
    operation.output.warn(
      `The settings were rolled back too (${settings}). The next cdktf deploy would deploy the settings in git again.\n` +
        "Fix: Revert the settings in git as well.",
    );
  }
  operation.output.print(
    good(`${operation.environmentName} runs app ${tags.app}, nginx ${tags.nginx} again.`),
  );
  return {
    outcome: "rolled-back",
    to: target.name,
    tags,
    before: state.tags,
    migrations: migrations.names,
    otherSettings,
  };
}

async function abortRunning(operation: Operation, held: Held): Promise<Facts> {
  const stopped = await abort(operation);
  if (stopped.length === 0) throw held;

  const deadline = operation.deadline(DEADLINE_SECONDS);
  const ended = await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
    if (!(await holderOf(operation))) return true;
    operation.output.progress("Waiting for the aborted deploy to revert its changes.");
    return undefined;
  });
  if (!ended) {
    throw new Failure(
      "The aborted deploy has not ended yet.\nFix: Check it where it runs (the CI job or the terminal).",
    );
  }
  const { tags } = await releaseState(operation);
  operation.output.print(
    good(`The deploy was aborted. ${operation.environmentName} runs app ${tags.app}, nginx ${tags.nginx}.`),
  );
  return { outcome: "aborted", aborted: stopped, tags };
}
