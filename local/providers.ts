import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildEnvironment } from "./isolation";
import { hasArchiveProvider, packArchives } from "./archives";
import { findMirror, versionsIn } from "./mirror";

/** The first AWS provider that knows Lambda's `nodejs24.x` (terraform-provider-aws, CHANGELOG, 6.19 and 6.20). */
const KNOWS_NODE_24 = [6, 20] as const;

/** Which providers Terraform can have on this machine. */
export interface Providers {
  /** Whether Terraform zips by itself. */
  readonly archive: boolean;
  /** The versions of the AWS provider in the mirror, oldest first. Without a mirror there is no limit. */
  readonly aws?: readonly string[];
}

/** Looks what the mirror has, and asks Terraform for the rest. */
export async function providersHere(folder: string, environment: ChildEnvironment): Promise<Providers> {
  const mirror = findMirror();
  return {
    archive: await hasArchiveProvider(folder, environment),
    ...(mirror ? { aws: versionsIn(mirror) } : {}),
  };
}

/**
 * Changes synthesized stacks so far that this machine's providers can deploy them: a mirror may have an older AWS provider
 * than the one the project is pinned to, or no archive provider. Where Terraform can have both, nothing is changed.
 *
 * @param output where cdktf synthesized
 * @returns what was changed, a line each
 */
export function fitStacks(output: string, providers: Providers): string[] {
  const zips = providers.archive ? [] : packArchives(output);
  const stacks = join(output, "stacks");
  const versions = readdirSync(stacks).flatMap((name) => fitVersion(join(stacks, name), providers.aws) ?? []);
  return [
    ...(zips.length > 0
      ? [`This machine has no hashicorp/archive provider: ${zips.length} archives were zipped without it.`]
      : []),
    ...new Set(versions),
  ];
}

interface Stack {
  terraform: { required_providers: { aws: { version: string } } };
  resource: { aws_lambda_function?: Record<string, { runtime: string }> };
}

function fitVersion(folder: string, available?: readonly string[]): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!available || !existsSync(file)) return undefined;
  const stack = JSON.parse(readFileSync(file, "utf8")) as Stack;
  const { aws } = stack.terraform.required_providers;
  const newest = available.at(-1);
  if (newest === undefined || available.includes(aws.version)) return undefined;

  const wanted = aws.version;
  aws.version = newest;
  const line = `This machine's mirror has no AWS provider ${wanted}: version ${newest} is used`;
  if (isBefore(newest, KNOWS_NODE_24)) {
    for (const lambda of Object.values(stack.resource.aws_lambda_function ?? {})) {
      if (lambda.runtime === "nodejs24.x") lambda.runtime = "nodejs22.x";
    }
  }
  writeFileSync(file, JSON.stringify(stack, null, 2));
  return isBefore(newest, KNOWS_NODE_24)
    ? `${line}, and the Lambda runtime nodejs22.x instead of nodejs24.x.`
    : `${line}.`;
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [itsMajor = 0, itsMinor = 0] = version.split(".").map(Number);
  return itsMajor < major || (itsMajor === major && itsMinor < minor);
}
