import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../local/project";

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, string | number | boolean>;
  readonly env?: Record<string, string>;
}

export interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Record<string, string>;
  readonly concurrency?: Concurrency;
  readonly env?: Record<string, string>;
  readonly steps?: readonly Step[];
  readonly "timeout-minutes"?: number;
}

interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": boolean | string;
}

export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly on: Record<string, unknown>;
  readonly permissions: Record<string, string>;
  readonly concurrency?: Concurrency;
  readonly jobs: Record<string, Job>;
}

const FOLDERS = [".github/workflows", "docker/laravel/.github/workflows"];

/** This project's workflows, and the one that a Laravel repository copies. */
export const WORKFLOWS: readonly Workflow[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => {
    const path = `${folder}/${name}`;
    const text = readFileSync(join(ROOT, path), "utf8");
    return { ...(parse(text) as Omit<Workflow, "path" | "text">), path, text };
  }),
);

export function workflow(name: string): Workflow {
  const found = WORKFLOWS.find(({ path }) => path === `.github/workflows/${name}.yml`);
  if (found === undefined) throw new Error(`no workflow ${name}`);
  return found;
}

/** Every job of every workflow, by `<workflow>: <job>`. */
export const JOBS: readonly (readonly [string, Job, Workflow])[] = WORKFLOWS.flatMap((each) =>
  Object.entries(each.jobs).map(([id, job]) => [`${each.path}: ${id}`, job, each] as const),
);

/** The subject claim of the job's token (GitHub Docs, "OpenID Connect reference"). */
export function subjectOf(
  job: Job,
  repository: string,
  event: { readonly name: string; readonly ref?: string; readonly environment?: string },
): string {
  if (job.environment !== undefined) return `repo:${repository}:environment:${event.environment}`;
  if (event.name === "pull_request") return `repo:${repository}:pull_request`;
  return `repo:${repository}:ref:${event.ref}`;
}
