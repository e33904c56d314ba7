import { ECSClient, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import type { Intent } from "./lock-object";
import { findRevision, sameContent, settingsOf, tagsOf, withImages, withSettings } from "../ecs/revision";
import type { Revision, Tags } from "../ecs/revision";
import { primaryOf } from "../ecs/rollout";
import { goodRevisions } from "../ecs/service-deployments";
import type { State } from "./state";

/** How many earlier revisions of a family are looked at. */
const EARLIER = 50;

/**
 * The revision of the web service that a rollback returns to: the one that was asked for, or the last that became healthy
 * and is not what runs.
 *
 * What runs is what the parameters say. Where the web service has other images, a deploy was killed in the middle, and the
 * way back is to what the parameters say; unless it was a rollback that was killed, which is brought to its end.
 */
export async function targetOf(
  operation: Operation,
  state: State,
  to: string | undefined,
  predecessor: Intent | undefined,
): Promise<Revision> {
  if (to?.includes(":")) return revisionNamed(operation, to);
  if (to === undefined && predecessor?.command === "rollback")
    return revisionNamed(operation, predecessor.aim);

  const good = await goodRevisions(operation, "web");
  if (to !== undefined) return chosen(operation, good, to);

  const current = await findRevision(operation, primaryOf(state.services.get("web"))?.taskDefinition ?? "");
  const unfinished = current && !runs(operation, current, state.tags);
  const target = good.find((revision) =>
    unfinished
      ? runs(operation, revision, state.tags)
      : current && !sameContent(revision.content, current.content),
  );
  if (target) return target;
  throw new Refusal(
    "There is no earlier release to return to: no other revision of web ever became healthy, as far as ECS remembers (90 days).\n" +
      "Remedy: deploy a release that works, or name a revision by --to.",
  );
}

/** What every family's newest revision is to be, so that all of them run the release of that web revision. */
export async function contentsOf(
  operation: Operation,
  state: State,
  web: Revision,
): Promise<Map<Workload, Revision["content"]>> {
  const contents = new Map<Workload, Revision["content"]>();
  for (const [workload, newest] of state.newest) {
    if (workload === "web") contents.set(workload, web.content);
    else contents.set(workload, await counterpart(operation, workload, newest, web));
  }
  return contents;
}

/** The tags of both images of a web revision. */
export function bothTagsOf(operation: Operation, web: Revision): Tags {
  const { app, nginx } = tagsOf(operation, web);
  if (app && nginx) return { app, nginx };
  throw new Refusal(`${web.name} does not run images of this environment's repositories.`);
}

/** The revision of another family that was released together with one of web: the same image, the same settings. */
async function counterpart(
  operation: Operation,
  workload: Workload,
  newest: Revision,
  web: Revision,
): Promise<Revision["content"]> {
  const tags = bothTagsOf(operation, web);
  const settings = settingsOf(web);
  for (const arn of await revisionsOf(operation, workload)) {
    const revision = await findRevision(operation, arn);
    if (revision && runs(operation, revision, tags) && settingsOf(revision) === settings)
      return revision.content;
  }
  // A workload that is younger than that release: as it is now, with that release's image and settings.
  const content = withImages(operation, newest.content, tags);
  return settings === undefined ? content : withSettings(content, settings);
}

async function revisionsOf(operation: Operation, workload: Workload): Promise<string[]> {
  const { taskDefinitionArns = [] } = await operation.client(ECSClient).send(
    new ListTaskDefinitionsCommand({
      familyPrefix: operation.names.taskFamily(workload).name,
      status: "ACTIVE",
      sort: "DESC",
      maxResults: EARLIER,
    }),
  );
  return taskDefinitionArns;
}

async function revisionNamed(operation: Operation, name: string): Promise<Revision> {
  const family = operation.names.taskFamily("web").name;
  const revision = name.startsWith(`${family}:`) ? await findRevision(operation, name) : undefined;
  if (revision?.active) return revision;
  throw new Refusal(
    `There is no revision ${name} to return to.\nRemedy: name one of web as ECS does (${family}:<number>), or the tag of an image.`,
  );
}

function chosen(operation: Operation, good: readonly Revision[], tag: string): Revision {
  const found = good.find((revision) => tagsOf(operation, revision).app === tag);
  if (found) return found;
  const known = [...new Set(good.flatMap((revision) => tagsOf(operation, revision).app ?? []))];
  throw new Refusal(
    `No release with app image ${tag} ever became healthy, as far as ECS remembers (90 days).\n` +
      `Those that did: ${known.join(", ") || "none"}. A new image is deployed by deploy.`,
  );
}

const runs = (operation: Operation, revision: Revision, tags: Tags) => {
  const own = tagsOf(operation, revision);
  return IMAGES.every((image) => own[image] === undefined || own[image] === tags[image]);
};
