import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { Enforcement } from "../../policies/enforce";
import { enforcePolicies } from "../../policies/enforce";
import { RULES } from "../../policies/policies";

/** As in `stacks/app.ts`, which loads every construct of the project. */
const TARGET_VERSIONS = { terraform: ">=1.11", opentofu: ">=1.11" };

export type Build = (stack: TerraformStack) => unknown;

export interface Synthesis {
  /** What is reported of the stacks, or "accepted". */
  readonly message: string;
  readonly warnings: readonly string[];
  /** The names of those that were written. */
  readonly files: readonly string[];
}

/** Synthesizes a stack for each function, under the policies about mistakes alone. */
export function synthesize(...builds: readonly Build[]): Synthesis {
  return synthesizeUnder({ policies: RULES }, ...builds);
}

export function synthesizeUnder(enforcement: Enforcement, ...builds: readonly Build[]): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    const app = new App({ outdir, stackTraces: false, context: { targetVersions: TARGET_VERSIONS } });
    builds.forEach((build, index) => {
      const stack = new TerraformStack(app, `stack-${index + 1}`);
      build(stack);
      if (!stack.node.tryFindChild("aws")) new AwsProvider(stack, "aws", { region: "eu-west-1" });
    });
    enforcePolicies(app, enforcement);
    return { message: messageOf(() => app.synth()), warnings: warningsIn(app), files: filesIn(outdir) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The message alone, after making sure that something was written if, and only if, it was accepted. */
export function synth(...builds: readonly Build[]): string {
  const { message, files } = synthesize(...builds);
  expect(files.length > 0).toBe(message === "accepted");
  return message;
}

function warningsIn(app: App): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => String(data));
}

export function messageOf(run: () => void): string {
  try {
    run();
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `new App` makes empty folders. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
