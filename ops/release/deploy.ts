import type { Image, Workload } from "../../facts/names";
import { IMAGES, NO_IMAGE } from "../../facts/names";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Failure } from "../cli/outcome";
import { Refusal } from "../cli/refusal";
import { imageProblem, keepImage } from "./image";
import { withLock } from "./lock";
import type { Lock } from "./lock";
import { requireStartable } from "./preflight";
import { release } from "./release";
import type { Tags } from "../ecs/revision";
import { withImages } from "../ecs/revision";
import { stateOf, writeTags } from "./state";

export interface DeployOptions {
  readonly tag?: string;
  readonly app?: string;
  readonly nginx?: string;
  readonly timeout: number;
}

/** What a registry takes for a tag. */
const TAG = /^\w[\w.-]{0,127}$/;

/** Deploys images that were pushed: migrates, rolls every service, and says which images run once they do. */
export async function deploy(operation: Operation, options: DeployOptions): Promise<Facts> {
  const asked = askedFor(options);
  const aim = [...new Set(Object.values(asked))].join(" and ");
  return withLock(operation, { command: "deploy", aim }, (lock) =>
    deployTags(operation, lock, asked, options),
  );
}

async function deployTags(
  operation: Operation,
  lock: Lock,
  asked: Partial<Tags>,
  { timeout }: DeployOptions,
): Promise<Facts> {
  const state = await stateOf(operation);
  const tags: Tags = { ...state.tags, ...asked };
  const missing = IMAGES.find((image) => tags[image] === NO_IMAGE);
  if (missing) throw new Refusal(`No ${missing} image was ever deployed: give --${missing} <tag> too.`);
  if (!state.services.has("web")) return prepare(operation, tags, state.tags);

  await requireStartable(operation, tags, [...state.newest.values()]);
  const contents = new Map(
    [...state.newest].map(
      ([workload, { content }]) => [workload, withImages(operation, content, tags)] as const,
    ),
  );
  await release(operation, lock, state, {
    tags,
    contents,
    migrates: asked.app !== undefined,
    timeoutMinutes: timeout,
  });
  operation.output.say(`${operation.environment.environment} runs app ${tags.app}, nginx ${tags.nginx}.`);
  return {
    outcome: "deployed",
    tags,
    before: state.tags,
    services: [...state.services.keys()] satisfies Workload[],
  };
}

/** Before there are services: checks the images, and says to the service stack what it starts with. */
async function prepare(operation: Operation, tags: Tags, before: Tags): Promise<never> {
  const problems = await Promise.all(IMAGES.map((image) => imageProblem(operation, image, tags[image])));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new Refusal(["Nothing was prepared.", ...found].join("\n"));

  for (const image of IMAGES) await keepImage(operation, image, tags[image]);
  await writeTags(operation, tags, before);
  const { environment } = operation.environment;
  // Exit code 0 would say that it runs.
  throw new Failure(
    `Nothing runs yet: ${environment} has no services. They will start with app ${tags.app}, nginx ${tags.nginx}.\n` +
      `Next: npx cdktf deploy ${environment}-base ${environment}-service, then this command once more: it migrates the database.`,
    { outcome: "prepared", tags, before },
  );
}

function askedFor({ tag, app = tag, nginx = tag }: DeployOptions): Partial<Tags> {
  const asked = Object.entries({ app, nginx }).flatMap(([image, each]) =>
    each === undefined ? [] : [[image as Image, each] as const],
  );
  if (asked.length === 0) {
    throw new Refusal("Which images? Give --tag <commit> for both, or --app and --nginx apart.");
  }
  for (const [image, each] of asked) {
    if (!TAG.test(each)) throw new Refusal(`"${each}" cannot be the tag of an image (--${image}).`);
  }
  return Object.fromEntries(asked);
}
