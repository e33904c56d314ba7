import type { Workload } from "../../facts/names";
import { IMAGES, NO_IMAGE } from "../../facts/names";
import { notLaunched } from "../cli/not-launched";
import type { Operation } from "../cli/operation";
import type { Facts } from "../cli/outcome";
import { Refusal } from "../cli/refusal";
import { withLock } from "./lock";
import type { Lock } from "./lock";
import { requireStartable } from "./startable";
import { pretendMigration, wantsRelease } from "./pretend";
import { release } from "./release";
import type { Tags } from "../ecs/revision";
import { withImages } from "../ecs/revision";
import { takeSnapshot } from "./snapshot";
import { releaseState } from "./release-state";
import { good } from "../cli/style";
import { askedFor, requireNoneOfTheMigration, requireTables } from "./deploy-options";
import type { DeployOptions } from "./deploy-options";
import { scansOf } from "./scan";
import { scanLine } from "./scan-state";

/** Deploys pushed images: migrates, rolls out every service, and then writes the image parameters. */
export async function deploy(operation: Operation, options: DeployOptions): Promise<Facts> {
  const asked = askedFor(options);
  const migrates = options.migrate && asked.app !== undefined;
  if (!migrates) requireNoneOfTheMigration(operation, options);
  const aim = [...new Set(Object.values(asked))].join(" and ");
  return withLock(operation, { command: "deploy", aim }, (lock) =>
    deployTags(operation, lock, asked, { ...options, migrates }),
  );
}

async function deployTags(
  operation: Operation,
  lock: Lock,
  asked: Partial<Tags>,
  options: DeployOptions & { migrates: boolean },
): Promise<Facts> {
  const { migrates, maintenance = false, pretend = false, snapshot = false, timeout } = options;
  const state = await releaseState(operation);
  const tags: Tags = { ...state.tags, ...asked };
  const missing = IMAGES.find((image) => tags[image] === NO_IMAGE);
  if (missing) throw new Refusal(`No ${missing} image was deployed yet.\nFix: Give --${missing} <tag> too.`);
  if (!state.services.has("web")) throw notLaunched(operation);

  if (state.tags.app === NO_IMAGE) requireTables(options);
  await requireStartable(operation, tags, [...state.newest.values()]);
  const contents = new Map(
    [...state.newest].map(
      ([workload, { content }]) => [workload, withImages(operation, content, tags)] as const,
    ),
  );
  const migration = contents.get("migrate");
  if (pretend && migration) {
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
