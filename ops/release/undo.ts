import type { Workload } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Progress, Taken } from "./release";
import { deregister, tagsOf } from "../ecs/revision";
import { primaryOf, servicesOf, update } from "../ecs/rollout";
import type { Fallback, State } from "./state";

const LOOK_SECONDS = 5;

/** For the way back as for the way there: three starts of a task that takes its time. */
const DEADLINE_SECONDS = 15 * 60;

/**
 * Puts back what a release changed: the services to what they ran before, and its revisions out of use.
 *
 * @returns what runs now, in words
 */
export async function undo(
  operation: Operation,
  state: State,
  { taken, fallbacks, touched }: Progress,
  { wait }: { wait: boolean },
): Promise<string[]> {
  const lines: string[] = [];
  for (const workload of [...touched].reverse()) {
    const ours = taken.find((each) => each.workload === workload);
    const fallback = fallbacks.get(workload);
    if (ours && fallback) lines.push(await putBack(operation, workload, ours, fallback, wait));
  }
  for (const each of taken) {
    if (isBad(operation, state, each, fallbacks)) await deregister(operation, each.revision);
  }
  return lines;
}

/** A revision that was there stays where it is what runs, or what Terraform made for the images that run. */
function isBad(
  operation: Operation,
  state: State,
  { revision, made }: Taken,
  fallbacks: Progress["fallbacks"],
): boolean {
  if ([...fallbacks.values()].some((fallback) => fallback.revision.arn === revision.arn)) return false;
  const tags = tagsOf(operation, revision);
  return made || IMAGES.some((image) => tags[image] !== undefined && tags[image] !== state.tags[image]);
}

async function putBack(
  operation: Operation,
  workload: Workload,
  ours: Taken,
  { revision, good }: Fallback,
  wait: boolean,
): Promise<string> {
  const current = await runningIn(operation, workload);
  const isBack = current?.taskDefinition === revision.arn;
  if (!isBack && current?.taskDefinition !== ours.revision.arn) {
    return `${workload} was left to the deployment that overtook this one.`;
  }
  if (!isBack) await update(operation, workload, revision);
  if (!good)
    return `${workload} has ${revision.name} again. Nothing was ever healthy in it: there is nothing to return to.`;
  if (!wait) return `${workload} goes back to ${revision.name}; ECS brings that to an end by itself.`;

  const deadline = operation.deadline(DEADLINE_SECONDS);
  while (!deadline.passed) {
    const now = await runningIn(operation, workload);
    if (now?.taskDefinition === revision.arn && now.rolloutState === "COMPLETED") {
      return `${workload} is back on ${revision.name}.`;
    }
    operation.output.progress(`${workload} goes back to ${revision.name}: ${now?.runningCount ?? 0} running`);
    await operation.pause(LOOK_SECONDS);
  }
  return `${workload} is on its way back to ${revision.name}, and not there yet.`;
}

const runningIn = async (operation: Operation, workload: Workload) =>
  primaryOf((await servicesOf(operation, [workload])).get(workload));
