import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import type { EnvironmentInput } from "../../config/schema/schema";
import { enforcePolicies } from "../../policies/enforce";
import type { ExceptionAt } from "../../policies/exceptions";
import { judge } from "../../policies/judge";
import { POLICIES } from "../../policies/policies";
import { SynthesizedStack } from "../../policies/synthesized-stack";
import { buildApp } from "../../stacks/app";
import { PARTS } from "../helpers/golden-stacks";
import { exceptionsOf, synthesizeEnvironment } from "../helpers/stacks";
import { SUPPORT_DAY } from "../helpers/support-day";
import { messageOf } from "./synth";

/** One stack, to be judged. */
export interface MadeStack {
  readonly name: string;
  readonly json: Record<string, unknown>;
  /** As the constructs declare them. */
  readonly exceptions: readonly ExceptionAt[];
}

/** An environment's stacks. */
export function stacksFrom(input: EnvironmentInput): MadeStack[] {
  const stacks = synthesizeEnvironment(input);
  const exceptions = exceptionsOf(input);
  return PARTS.map((part) => {
    const name = `${input.environment}-${part}`;
    return { name, json: { ...stacks[part] }, exceptions: exceptions[name] ?? [] };
  });
}

/** @param today the day on which versions must have support */
export const violationsIn = (
  { name, exceptions }: MadeStack,
  json: Record<string, unknown>,
  policies = POLICIES,
  today = SUPPORT_DAY,
) => judge(new SynthesizedStack(name, json), exceptions, policies, today).violations;

/** What is reported of environments as `main.ts` synthesizes them, or "accepted". */
export function verdictOn(environments: readonly Environment[]): string {
  const outdir = mkdtempSync(join(tmpdir(), "environments-"));
  try {
    return messageOf(() => {
      const app = buildApp(environments, { outdir });
      enforcePolicies(app, { today: SUPPORT_DAY });
      app.synth();
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
