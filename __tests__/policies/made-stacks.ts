import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { resolveEnvironments } from "../../config/resolve-environments";
import type { Environment } from "../../config/environment";
import type { EnvironmentInput } from "../../config/schema/schema";
import { enforcePolicies } from "../../policies/enforce";
import type { ExceptionAt } from "../../policies/exceptions";
import { exceptionsByAddress } from "../../policies/exceptions";
import { judge } from "../../policies/judge";
import { POLICIES } from "../../policies/policies";
import { SynthesizedStack } from "../../policies/synthesized-stack";
import { buildApp } from "../../stacks/app";
import { SUPPORT_DAY } from "../helpers/support-day";
import { messageOf } from "./synth";

/** One stack as it is before its file is written. */
export interface MadeStack {
  readonly name: string;
  readonly json: Record<string, unknown>;
  /** As the constructs declare them. */
  readonly exceptions: readonly ExceptionAt[];
}

/** An environment's stacks. */
export function stacksFrom(input: EnvironmentInput): MadeStack[] {
  const outdir = mkdtempSync(join(tmpdir(), "weakened-"));
  try {
    const stacks = buildApp(resolveEnvironments([input]), { outdir })
      .node.findAll()
      .filter((construct) => TerraformStack.isStack(construct));
    for (const stack of stacks) stack.prepareStack();
    return stacks.map((stack) => ({
      name: stack.node.id,
      json: structuredClone(stack.toTerraform() as Record<string, unknown>),
      exceptions: exceptionsByAddress(stack),
    }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export const violationsIn = (
  { name, exceptions }: MadeStack,
  json: Record<string, unknown>,
  policies = POLICIES,
) => judge(new SynthesizedStack(name, json), exceptions, policies, SUPPORT_DAY).violations;

/** What is reported of environments as `main.ts` synthesizes them, or "accepted". */
export function verdictOn(environments: readonly Environment[], today = SUPPORT_DAY): string {
  const outdir = mkdtempSync(join(tmpdir(), "environments-"));
  try {
    return messageOf(() => {
      const app = buildApp(environments, { outdir });
      enforcePolicies(app, { today });
      app.synth();
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
