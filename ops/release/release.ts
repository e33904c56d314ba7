import type { Workload } from "../../facts/names";
import { IMAGES, SERVICES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure, Interruption } from "../cli/outcome";
import { inWords } from "../cli/words";
import { keepImage } from "./image";
import type { Lock } from "./lock";
import { migrate } from "./migration";
import { reasonOf } from "./reason";
import { register, sameContent, tagsOf } from "../ecs/revision";
import type { Revision, Tags } from "../ecs/revision";
import { roll } from "../ecs/rollout";
import type { Rolled } from "../ecs/rollout";
import { fallbackOf, writeTags } from "./state";
import type { Fallback, State } from "./state";
import { undo } from "./undo";

/** What shall run. */
export interface Plan {
  readonly tags: Tags;
  /** What each family's newest revision shall be. */
  readonly contents: ReadonlyMap<Workload, Revision["content"]>;
  readonly migrates: boolean;
  readonly timeoutMinutes: number;
}

/** A revision that a release takes into use. */
export interface Taken {
  readonly workload: Workload;
  readonly revision: Revision;
  /** Whether it was registered now, or was there. */
  readonly made: boolean;
}

/** What a release has done so far: all that undoing it needs to know. */
export interface Progress {
  readonly taken: Taken[];
  readonly fallbacks: Map<Workload, Fallback>;
  /** The services that were told to roll. */
  readonly touched: Workload[];
}

const ENDS: Readonly<Record<Exclude<Rolled["end"], "done">, string>> = {
  "rolled-back": "was rolled back by ECS",
  superseded: "was overtaken by another deployment",
  failed: "failed",
  late: "did not come up in time",
};

/**
 * Brings an environment from one release to another: the migration, the services one after the other with the web first,
 * and at last the parameters that say what runs. Whatever stops it before that, it puts everything back.
 *
 * @throws Failure or Interruption with what happened, why, and what the environment runs now
 */
export async function release(operation: Operation, lock: Lock, state: State, plan: Plan): Promise<void> {
  const progress: Progress = { taken: [], fallbacks: new Map(), touched: [] };
  for (const [workload, service] of state.services) {
    const fallback = await fallbackOf(operation, workload, service);
    if (fallback) progress.fallbacks.set(workload, fallback);
  }
  try {
    await perform(operation, lock, { state, plan, progress });
  } catch (error) {
    throw await undone(operation, lock, { state, progress, error });
  }
  lock.require();
  try {
    // Kept first: a run that is killed in between would not do it again once the parameters say it all.
    for (const image of IMAGES) {
      if (plan.tags[image] !== state.tags[image]) await keepImage(operation, image, plan.tags[image]);
    }
    await writeTags(operation, plan.tags, state.tags);
  } catch (error) {
    throw new Failure(
      `The services run it, but that could not be written down: ${inWords(error)}\n` +
        "Remedy: run the command again. It finds them running, and only writes.",
    );
  }
}

interface Work {
  readonly state: State;
  readonly plan: Plan;
  readonly progress: Progress;
}

async function perform(operation: Operation, lock: Lock, work: Work): Promise<void> {
  const { state, plan } = work;
  const migration = await take(operation, lock, work, "migrate");
  if (migration && plan.migrates) await migrate(operation, migration);

  for (const workload of SERVICES) {
    const revision = await take(operation, lock, work, workload);
    // EventBridge starts the newest revision of its family: there is nothing to roll.
    if (revision && state.services.has(workload)) await rollService(operation, workload, revision, work);
  }
}

/** The newest revision of a family where it is as it shall be, else a new one. */
async function take(
  operation: Operation,
  lock: Lock,
  work: Work,
  workload: Workload,
): Promise<Revision | undefined> {
  const { state, plan, progress } = work;
  const content = plan.contents.get(workload);
  if (!content) return undefined;
  operation.goOn();
  lock.require();
  const newest = state.newest.get(workload);
  const isThere = newest && sameContent(newest.content, content);
  const revision = isThere ? newest : await register(operation, content);
  progress.taken.push({ workload, revision, made: !isThere });
  return revision;
}

async function rollService(
  operation: Operation,
  workload: Workload,
  revision: Revision,
  work: Work,
): Promise<void> {
  const { app } = tagsOf(operation, revision);
  operation.output.say(`${workload} rolls to ${revision.name} (${app}).`);
  work.progress.touched.push(workload);
  const deadline = operation.deadline(work.plan.timeoutMinutes * 60);
  const rolled = await roll(operation, workload, revision, deadline);
  if (rolled.end === "done") {
    operation.output.say(`${workload} runs ${revision.name}.`);
    return;
  }

  const { findings, lines } = await reasonOf(operation, workload, revision).catch((error: unknown) => ({
    findings: [],
    lines: [`Why could not be found out: ${inWords(error)}`],
  }));
  const said = rolled.reason ? `: ${rolled.reason}` : ".";
  throw new Failure(
    [`${workload} ${ENDS[rolled.end]}${said}`, ...lines.map((line) => `  ${line}`)].join("\n"),
    {
      service: workload,
      end: rolled.end,
      findings,
      evidence: lines,
    },
  );
}

/** The error to end with, after everything was put back. */
async function undone(
  operation: Operation,
  lock: Lock,
  { state, progress, error }: { state: State; progress: Progress; error: unknown },
): Promise<Error> {
  const interrupted = error instanceof Interruption || operation.signal.aborted;
  const message = interrupted && !(error instanceof Interruption) ? "Interrupted." : inWords(error);
  const facts: Facts = error instanceof Failure ? error.facts : {};
  const lines = [message];
  try {
    lock.require();
    if (!interrupted) operation.output.say(`${message.split("\n")[0]}\nPutting back what was changed.`);
    lines.push(...(await undo(operation, state, progress, { wait: !interrupted })));
  } catch (second) {
    lines.push(
      `Not everything could be put back: ${inWords(second)}`,
      `Remedy: once that is solved, run the command again, or: npx laravel-ecs rollback ${operation.environment.environment}`,
    );
  }
  const { app, nginx } = state.tags;
  lines.push(`The parameters still say app ${app}, nginx ${nginx}.`);
  const text = lines.join("\n");
  return interrupted ? new Interruption(text, facts) : new Failure(text, { ...facts, tags: state.tags });
}
