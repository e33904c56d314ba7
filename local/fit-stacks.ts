import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RequiredProvider } from "../ops/terraform/lock-file";
import { writeLockFiles } from "../ops/terraform/lock-file";
import { packArchives } from "./archives";
import { AWS } from "./mirror";
import type { Providers } from "./providers";
import { ARCHIVE } from "./providers";
import { isBefore } from "./versions";

/** The first AWS provider that accepts Lambda's `nodejs24.x` (terraform-provider-aws, CHANGELOG, 6.19 and 6.20). */
const KNOWS_NODE_24 = "6.20.0";

/**
 * Changes synthesized stacks so that the providers of this machine can deploy them: the version of an older AWS provider, its
 * Lambda runtime, and zips without the archive provider. If the pinned providers are available, nothing is changed. Each stack
 * gets a lock file with the hashes of its providers.
 *
 * @param output the output folder of cdktf
 * @returns the changes, one per line
 */
export function fitStacks(output: string, { aws, archive, locked }: Providers): string[] {
  const lines: string[] = [];
  if (!archive) {
    const zips = packArchives(output);
    if (zips.length > 0) lines.push(`${ARCHIVE} is not available: the Lambda function is zipped without it.`);
  }
  if (aws.version !== aws.wanted) {
    lines.push(`${AWS} ${aws.wanted} is not available: ${aws.version} is used.`);
    const runtimes = readdirSync(join(output, "stacks")).map((name) => fitStack(output, name, aws.version));
    if (runtimes.some(Boolean))
      lines.push(`${AWS} ${aws.version} does not support nodejs24.x: the Lambda function uses nodejs22.x.`);
  }
  writeLockFiles(output, locked);
  return lines;
}

interface Stack {
  terraform: { required_providers: { aws: RequiredProvider & { version: string } } };
  resource?: { aws_lambda_function?: Record<string, { runtime: string }> };
}

/** @returns whether a Lambda function got an older runtime */
function fitStack(output: string, name: string, version: string): boolean {
  const file = join(output, "stacks", name, "cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as Stack;
  const required = stack.terraform.required_providers;
  required.aws = { ...required.aws, version };
  const functions = Object.values(stack.resource?.aws_lambda_function ?? {});
  const tooNew = isBefore(version, KNOWS_NODE_24)
    ? functions.filter(({ runtime }) => runtime === "nodejs24.x")
    : [];
  for (const each of tooNew) each.runtime = "nodejs22.x";
  writeFileSync(file, JSON.stringify(stack, null, 2));
  return tooNew.length > 0;
}
