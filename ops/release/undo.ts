import type { Service } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { IMAGES, NO_IMAGE } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { poll } from "../cli/pace";
import type { Progress, Taken } from "./progress";
import { deregister, tagsOf } from "../ecs/revision";
import type { Revision } from "../ecs/revision";
import { update } from "../ecs/rollout";
import { primaryOf, servicesOf } from "../ecs/services";
import type { Fallback, ReleaseState } from "./release-state";

const LOOK_SECONDS = 5;

/** The same time limit as for a rollout: three starts of a slow task. */
const DEADLINE_SECONDS = 15 * 60;

/**
 * Reverts what a release changed: returns the services to their earlier revisions, and deregisters its own revisions.
 *
 * @returns what is running now, a line for each service
 */
export async function undo(
  operation: Operation,
  state: ReleaseState,
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

/** A revision that existed before stays active if it is running, or if Terraform registered it for the running images. */
function isBad(
  operation: Operation,
  state: ReleaseState,
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
  const current = primaryOf(await serviceOf(operation, workload));
  const isBack = current?.taskDefinition === revision.arn;
  if (!isBack && current?.taskDefinition !== ours.revision.arn) {
    return `${workload}: left to the deployment that replaced this one.`;
  }
  const released = tagsOf(operation, revision).app !== NO_IMAGE;
  if (!isBack) await update(operation, workload, revision, released ? {} : { desiredCount: 0 });
  if (!released) return `${workload}: has no tasks again, as before the first release.`;
  if (!good)
    return `${workload}: set to ${revision.name} again. None of its revisions was healthy, so it cannot return to one.`;
  if (!wait) return `${workload}: returning to ${revision.name}. ECS completes this on its own.`;

  const deadline = operation.deadline(DEADLINE_SECONDS);
  const returned = await poll(operation, { seconds: LOOK_SECONDS, deadline }, async () => {
    const service = await serviceOf(operation, workload);
    const now = primaryOf(service);
    if (now?.taskDefinition === revision.arn && now.rolloutState === "COMPLETED") return "running";
    if (keepsRunning(service, revision)) return "kept";
    operation.output.progress(
      `${workload}: returning to ${revision.name}, ${now?.runningCount ?? 0} running`,
    );
    return undefined;
  });
  if (returned === "kept") {
    return (
      `${workload}: the tasks of ${revision.name} keep running. ` +
      "ECS replaces them by others of the same revision as soon as a host has room."
    );
  }
  return returned
    ? `${workload}: running ${revision.name} again.`
    : `${workload}: still returning to ${revision.name}.`;
}

/**
 * Whether ECS waits for room although enough tasks of the revision are running: it starts other ones for a new deployment of
 * the same revision (github.com/aws/containers-roadmap/issues/117).
 */
function keepsRunning(service: Service | undefined, { arn }: Revision): boolean {
  const { deployments = [], desiredCount = 0, events: [newest] = [] } = service ?? {};
  const running = deployments
    .filter(({ taskDefinition }) => taskDefinition === arn)
    .reduce((sum, { runningCount = 0 }) => sum + runningCount, 0);
  const { createdAt = new Date() } = primaryOf(service) ?? {};
  const waits = newest?.message?.includes("unable to place a task") && (newest.createdAt ?? 0) >= createdAt;
  return Boolean(waits) && running >= desiredCount;
}

const serviceOf = async (operation: Operation, workload: Workload) =>
  (await servicesOf(operation, [workload])).get(workload);
