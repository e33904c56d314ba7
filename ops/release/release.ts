import { serviceNamesOf } from "../../config/worker-groups";
import type { Workload } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure, Interruption } from "../cli/outcome";
import { inWords } from "../cli/words";
import { keepImage } from "./image";
import type { Lock } from "./lock";
import { ReleaseMaintenance } from "./maintenance";
import { migrate } from "./migration";
import { reasonOf } from "./reason";
import { register, sameContent, tagsOf } from "../ecs/revision";
import type { Revision } from "../ecs/revision";
import { roll } from "../ecs/rollout";
import type { Rolled } from "../ecs/rollout";
import { fallbackOf, writeTags } from "./release-state";
import type { ReleaseState } from "./release-state";
import type { Progress, ReleasePlan } from "./progress";
import { undo } from "./undo";
import { bad, good } from "../cli/style";

const ENDS: Readonly<Record<Exclude<Rolled["end"], "done">, string>> = {
  "rolled-back": "was rolled back by ECS",
  superseded: "was replaced by another deployment",
  failed: "failed",
  late: "did not become healthy in time",
};

/**
 * Releases: migrates, rolls out the services one after the other (web first), and then writes the image parameters. If a step
 * before that fails, every change is reverted.
 *
 * @throws Failure or Interruption with what happened, the reason, and what is running now
 */
export async function release(
  operation: Operation,
  lock: Lock,
  state: ReleaseState,
  plan: ReleasePlan,
): Promise<void> {
  const maintenance = new ReleaseMaintenance(operation, plan.maintenance);
  const progress: Progress = { taken: [], fallbacks: new Map(), touched: [], maintenance };
  for (const [workload, service] of state.services) {
    const fallback = await fallbackOf(operation, workload, service);
    if (fallback) progress.fallbacks.set(workload, fallback);
  }
  try {
    await perform(operation, lock, { state, plan, progress });
  } catch (error) {
    throw await undone(operation, lock, { state, progress, error });
  }
  await lock.require();
  try {
    // Before the parameters: once they are written, a later run skips this step.
    for (const image of IMAGES) {
      if (plan.tags[image] !== state.tags[image]) await keepImage(operation, image, plan.tags[image]);
    }
    await writeTags(operation, plan.tags, state.tags);
  } catch (error) {
    // The services answer, and what is missing only concerns the next deployment.
    await maintenance.complete().catch((second: unknown) => operation.output.warn(inWords(second)));
    throw new Failure(
      `The services run the release, but the image parameters could not be written: ${inWords(error)}\n` +
        "Fix: Run the command again. It finds the services running and only writes the parameters.",
    );
  }
  await maintenance.complete();
}

interface Work {
  readonly state: ReleaseState;
  readonly plan: ReleasePlan;
  readonly progress: Progress;
}

async function perform(operation: Operation, lock: Lock, work: Work): Promise<void> {
  const { state, plan, progress } = work;
  const migration = await take(operation, lock, work, "migrate");
  if (migration && plan.migrates) {
    await progress.maintenance.begin();
    await migrate(operation, migration, () => progress.maintenance.migrates());
  }

  for (const workload of serviceNamesOf(operation.environment)) {
    const revision = await take(operation, lock, work, workload);
    // A scheduler of EventBridge has no service: EventBridge starts the newest revision of the family.
    if (revision && state.services.has(workload)) await rollService(operation, workload, revision, work);
  }
}

/** The newest revision of a family, if its content is the wanted one; otherwise a new revision. */
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
  await lock.require();
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
  operation.output.print(`${workload}: deploying ${revision.name} (app ${app}).`);
  work.progress.touched.push(workload);
  const deadline = operation.deadline(work.plan.timeoutMinutes * 60);
  const rolled = await roll(operation, workload, revision, deadline);
  if (rolled.end === "done") {
    operation.output.print(good(`${workload}: running ${revision.name}.`));
    return;
  }

  const { findings, lines } = await reasonOf(operation, workload, revision).catch((error: unknown) => ({
    findings: [],
    lines: [`The reason could not be determined: ${inWords(error)}`],
  }));
  const reason = rolled.reason ? `: ${rolled.reason}` : ".";
  throw new Failure(
    [`${workload}: the deployment ${ENDS[rolled.end]}${reason}`, ...lines.map((line) => `  ${line}`)].join(
      "\n",
    ),
    {
      service: workload,
      end: rolled.end,
      findings,
      evidence: lines,
    },
  );
}

/** The error to end with, after the changes were reverted. */
async function undone(
  operation: Operation,
  lock: Lock,
  { state, progress, error }: { state: ReleaseState; progress: Progress; error: unknown },
): Promise<Error> {
  const interrupted = error instanceof Interruption || operation.signal.aborted;
  const message = interrupted && !(error instanceof Interruption) ? "Interrupted." : inWords(error);
  const facts: Facts = error instanceof Failure ? error.facts : {};
  const lines = [message];
  try {
    await lock.require();
    if (!interrupted) operation.output.print([bad(message.split("\n")[0] ?? ""), "\nReverting the changes."]);
    lines.push(...(await undo(operation, state, progress, { wait: !interrupted })));
  } catch (second) {
    lines.push(
      `Not every change could be reverted: ${inWords(second)}`,
      `Fix: Solve that problem, then run the command again, or: npm run ops -- rollback ${operation.environmentName}`,
    );
  }
  lines.push(...(await progress.maintenance.fail(lock)));
  const { app, nginx } = state.tags;
  lines.push(`The image parameters are unchanged: app ${app}, nginx ${nginx}.`);
  const text = lines.join("\n");
  return interrupted ? new Interruption(text, facts) : new Failure(text, { ...facts, tags: state.tags });
}
