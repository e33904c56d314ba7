import type { Image } from "../../facts/names";
import { commandLine } from "../cli/command-line";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import type { Tags } from "../ecs/revision";

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

/** @throws Refusal for an option about the migration, where none runs */
export function requireNoneOfTheMigration(
  { environment }: Operation,
  { maintenance = false, pretend = false, snapshot = false }: DeployOptions,
): void {
  if (snapshot) {
    throw new Refusal(
      "--snapshot is for the migration, and this release runs none.\nFix: Leave out --snapshot, or --no-migrate, or deploy an app image too.",
    );
  }
  if (!maintenance && !pretend) return;
  throw new Refusal(
    `${pretend ? "--pretend" : "--maintenance"} is about the migration, and none runs with --no-migrate or for --nginx alone.\n` +
      `Fix: Leave it out${maintenance ? `, or: ${commandLine(environment, "maintenance", "on")}` : "."}`,
  );
}

/** @throws Refusal for an option that the first release cannot have */
export function requireTables({ migrate, pretend = false }: DeployOptions): void {
  if (migrate && !pretend) return;
  const [option, why] = migrate
    ? ["--pretend", "creates all tables"]
    : ["--no-migrate", "needs the tables and the users of the database"];
  throw new Refusal(
    `${option} was given for the first release, which ${why}.\nFix: Run this command again without ${option}.`,
  );
}

/** The tags that were given, by image. @throws Refusal without one, and for what a registry would not accept */
export function askedFor({ tag, app = tag, nginx = tag }: DeployOptions): Partial<Tags> {
  const asked = Object.entries({ app, nginx }).flatMap(([image, each]) =>
    each === undefined ? [] : [[image as Image, each] as const],
  );
  if (asked.length === 0) {
    throw new Refusal(
      "No image tag was given.\nFix: Give --build <your Laravel repository>, --tag <commit> for images that were pushed, or --app <tag> or --nginx <tag>.",
    );
  }
  for (const [, each] of asked) {
    if (TAG.test(each)) continue;
    throw new Refusal(
      `"${each}" is not a valid image tag.\nFix: Give at most 128 letters, digits, "_", "." and "-", e.g. the id of a commit.`,
    );
  }
  return Object.fromEntries(asked);
}
