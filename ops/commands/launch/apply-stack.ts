import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inShell } from "../../../facts/shell-words";
import type { Part } from "../../../stacks/environment-stack";
import { applyLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { terraformBinary } from "../../terraform/binary";
import { runChild } from "./child";
import type { Child, RunRecord } from "./run-record";
import { requireUnlocked } from "./state-lock";
import { keepTainted } from "./tainted";

export const AUTO_APPROVE = "--auto-approve";

/**
 * Deploys a stack. What a Terraform that was killed or interrupted has left is put right first.
 *
 * @throws Failure with Terraform's reason
 */
export async function applyStack(
  operation: Operation,
  record: RunRecord,
  { part, root, killed }: { part: Part; root: string; killed: Child | undefined },
): Promise<void> {
  await requireUnlocked(operation, record, { part, root, killed });
  await keepTainted(operation, record, { part, root });
  const words = [...applyLine(operation.environment, part).split(" "), AUTO_APPROVE];
  try {
    await runChild(operation, record, { words, cwd: root });
  } catch (error) {
    // cdktf loses the last lines of a Terraform that fails.
    if (!(error instanceof Failure) || readFileSync(record.log, "utf8").includes("Error: ")) throw error;
    const folder = join("cdktf.out", "stacks", `${operation.environmentName}-${part}`);
    const plan = [terraformBinary(), `-chdir=${folder}`, "plan", "-no-color", "-input=false", "-lock=false"];
    operation.output.print(`  cdktf has lost the reason. Asking Terraform for it:\n  $ ${inShell(plan)}`);
    await runChild(operation, record, { words: plan, cwd: root });
    throw error;
  }
}
