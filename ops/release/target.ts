import { ECSClient, paginateListTaskDefinitions } from "@aws-sdk/client-ecs";
import type { Workload } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import type { Intent } from "../ecs/release-lock";
import { findRevision, sameContent, settingsOf, tagsOf, withImages, withSettings } from "../ecs/revision";
import type { Revision, Tags } from "../ecs/revision";
import { primaryOf } from "../ecs/services";
import { goodRevisions } from "../ecs/service-deployments";
import type { ReleaseState } from "./release-state";

/** The number of revisions of a family that are searched. */
const EARLIER = 50;

/** The number of tags in a message. */
const MOST_TAGS = 20;

/**
 * The revision of the web service that a rollback returns to: the requested one, or the latest healthy one that differs from
 * the current one.
 *
 * If the web service runs other images than the image parameters name, a deploy was killed. The target is then the release in
 * the parameters. If a rollback was killed, its target is kept.
 */
export async function targetOf(
  operation: Operation,
  state: ReleaseState,
  to: string | undefined,
  predecessor: Intent | undefined,
): Promise<Revision> {
  if (to?.includes(":")) return revisionNamed(operation, to);
  if (to === undefined && predecessor?.command === "rollback")
    return revisionNamed(operation, predecessor.aim);

  if (to !== undefined) return chosen(operation, to);

  const current = await findRevision(operation, primaryOf(state.services.get("web"))?.taskDefinition ?? "");
  const unfinished = current && !runs(operation, current, state.tags);
  for await (const revision of goodRevisions(operation, "web")) {
    const isTarget = unfinished
      ? runs(operation, revision, state.tags)
      : current && !sameContent(revision.content, current.content);
    if (isTarget) return revision;
  }
  throw new Refusal(
    "An earlier release does not exist: no other revision of web was healthy in the last 90 days, which is how long ECS keeps deployments.\n" +
      "Fix: Deploy a release that works, or give a revision with --to.",
  );
}

/** The content for the newest revision of each family, so that all workloads run the release of that web revision. */
export async function contentsOf(
  operation: Operation,
  state: ReleaseState,
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
  throw new Refusal(`${web.name} does not use images from this environment's repositories.`);
}

/** The content of another family in the same release as a web revision: the same image tag and settings file. */
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
  // The workload is newer than that release: its current content, with that release's image and settings.
  const content = withImages(operation, newest.content, tags);
  return settings === undefined ? content : withSettings(content, settings);
}

async function revisionsOf(operation: Operation, workload: Workload): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListTaskDefinitions(
    { client: operation.client(ECSClient) },
    { familyPrefix: operation.names.taskFamily(workload).name, status: "ACTIVE", sort: "DESC" },
  );
  for await (const { taskDefinitionArns = [] } of pages) {
    found.push(...taskDefinitionArns);
    if (found.length >= EARLIER) break;
  }
  return found.slice(0, EARLIER);
}

async function revisionNamed(operation: Operation, name: string): Promise<Revision> {
  const family = operation.names.taskFamily("web").name;
  const revision = name.startsWith(`${family}:`) ? await findRevision(operation, name) : undefined;
  if (revision?.active) return revision;
  throw new Refusal(
    `${name} is not an active revision.\nFix: Give a revision of web (${family}:<number>), or the tag of an app image.`,
  );
}

async function chosen(operation: Operation, tag: string): Promise<Revision> {
  const tags = new Set<string>();
  for await (const revision of goodRevisions(operation, "web")) {
    const { app } = tagsOf(operation, revision);
    if (app === tag) return revision;
    if (app !== undefined) tags.add(app);
  }
  const known = [...tags];
  throw new Refusal(
    `No release with the app image ${tag} was healthy in the last 90 days, which is how long ECS keeps deployments.\n` +
      `Fix: Use one of the healthy tags (${shownTags(known)}), or deploy a new image with deploy.`,
  );
}

/** The newest tags, and how many there are. */
const shownTags = (tags: readonly string[]) =>
  tags.length <= MOST_TAGS
    ? tags.join(", ") || "none"
    : `${tags.slice(0, MOST_TAGS).join(", ")} and ${tags.length - MOST_TAGS} older ones`;

const runs = (operation: Operation, revision: Revision, tags: Tags) => {
  const own = tagsOf(operation, revision);
  return IMAGES.every((image) => own[image] === undefined || own[image] === tags[image]);
};
