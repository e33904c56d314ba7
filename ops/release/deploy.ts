import type { Image, Workload } from "../../facts/names";
import { IMAGES, NO_IMAGE } from "../../facts/names";
import { commandLine } from "../cli/command-line";
import { notLaunched } from "../cli/not-launched";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Refusal } from "../cli/refusal";
import { withLock } from "./lock";
import type { Lock } from "./lock";
import { requireStartable } from "./preflight";
import { pretendMigration, wantsRelease } from "./pretend";
import { release } from "./release";
import type { Tags } from "../ecs/revision";
import { withImages } from "../ecs/revision";
import { takeSnapshot } from "./snapshot";
import { releaseState } from "./release-state";
import { good } from "../cli/style";
import { scansOf } from "./scan";
import { scanLine } from "./scan-state";

export interface DeployOptions {
  readonly tag?: string;
  readonly app?: string;
  readonly nginx?: string;

  /** Whether the migration runs. It never runs for `nginx` alone. */
  readonly migrate: boolean;

  /** Whether requests are answered with 503 from the migration until the release is complete. */
  readonly maintenance?: boolean;

  /** Whether the SQL of the migration is shown first. Without a terminal nothing is released then. */
  readonly pretend?: boolean;

  /** Whether a snapshot of the database is taken before the migration. */
  readonly snapshot?: boolean;
  readonly timeout: number;
}

/** What a registry accepts as a tag. */
const TAG = /^\w[\w.-]{0,127}$/;

/** Deploys pushed images: migrates, rolls out every service, and then writes the image parameters. */
export async function deploy(operation: Operation, options: DeployOptions): Promise<Facts> {
  const asked = askedFor(options);
  if (options.snapshot && (!options.migrate || asked.app === undefined)) {
    throw new Refusal(
      "--snapshot is for the migration, and this release runs none.\nFix: Leave out --snapshot, or --no-migrate, or deploy an app image too.",
    );
  }
  const aim = [...new Set(Object.values(asked))].join(" and ");
  return withLock(operation, { command: "deploy", aim }, (lock) =>
    deployTags(operation, lock, asked, options),
  );
}

async function deployTags(
  operation: Operation,
  lock: Lock,
  asked: Partial<Tags>,
  { migrate, maintenance = false, pretend = false, snapshot = false, timeout }: DeployOptions,
): Promise<Facts> {
  const migrates = migrate && asked.app !== undefined;
  if ((maintenance || pretend || snapshot) && !migrates) {
    throw new Refusal(
      `${pretend ? "--pretend" : snapshot ? "--snapshot" : "--maintenance"} is about the migration, and none runs with --no-migrate or for --nginx alone.\n` +
        `Fix: Leave it out${maintenance ? `, or: ${commandLine(operation.environment, "maintenance", "on")}` : "."}`,
    );
  }
  const state = await releaseState(operation);
  const tags: Tags = { ...state.tags, ...asked };
  const missing = IMAGES.find((image) => tags[image] === NO_IMAGE);
  if (missing) throw new Refusal(`No ${missing} image was deployed yet.\nFix: Give --${missing} <tag> too.`);
  if (!state.services.has("web")) throw notLaunched(operation);

  if (!migrate && state.tags.app === NO_IMAGE) {
    throw new Refusal(
      "--no-migrate was given for the first release, which needs the tables and the users of the database.\n" +
        "Fix: Run this command again without --no-migrate.",
    );
  }

  await requireStartable(operation, tags, [...state.newest.values()]);
  const contents = new Map(
    [...state.newest].map(
      ([workload, { content }]) => [workload, withImages(operation, content, tags)] as const,
    ),
  );
  const migration = contents.get("migrate");
  if (pretend && migration) {
    if (state.tags.app === NO_IMAGE) {
      throw new Refusal(
        "--pretend was given for the first release, which creates all tables.\nFix: Run this command again without --pretend.",
      );
    }
    const statements = await pretendMigration(operation, migration, state.newest.get("migrate"));
    if (!(await wantsRelease(`Release app ${tags.app}, nginx ${tags.nginx}?`))) {
      operation.output.print("Nothing was released.");
      return { outcome: "pretended", tags, before: state.tags, statements };
    }
  }
  const taken = snapshot ? await takeSnapshot(operation, tags.app) : undefined;
  await release(operation, lock, state, {
    tags,
    contents,
    migrates,
    maintenance,
    timeoutMinutes: timeout,
  });
  operation.output.print(good(`${operation.environmentName} runs app ${tags.app}, nginx ${tags.nginx}.`));
  const scans = await scansOf(operation, tags);
  for (const scan of scans) operation.output.print(scanLine(scan));
  return {
    outcome: "deployed",
    tags,
    before: state.tags,
    scans,
    snapshot: taken,
    services: [...state.services.keys()] satisfies Workload[],
  };
}

function askedFor({ tag, app = tag, nginx = tag }: DeployOptions): Partial<Tags> {
  const asked = Object.entries({ app, nginx }).flatMap(([image, each]) =>
    each === undefined ? [] : [[image as Image, each] as const],
  );
  if (asked.length === 0) {
    throw new Refusal(
      "No image tag was given.\nFix: Give --tag <commit> for both images, or --app <tag> and --nginx <tag>.",
    );
  }
  for (const [image, each] of asked) {
    if (!TAG.test(each)) throw new Refusal(`"${each}" is not a valid image tag (--${image}).`);
  }
  return Object.fromEntries(asked);
}
