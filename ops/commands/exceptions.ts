import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import type { Environment } from "../../config/environment";
import { exceptionsByAddress } from "../../policies/exceptions";
import { buildApp } from "../../stacks/app";

/** Every exception from a policy that an environment's resources have, and why: one paragraph for each. */
export function exceptionsFrom(environment: Environment): string[] {
  const outdir = mkdtempSync(join(tmpdir(), "exceptions-"));
  try {
    return buildApp([environment], { outdir })
      .node.findAll()
      .filter((construct) => TerraformStack.isStack(construct))
      .flatMap((stack) =>
        exceptionsByAddress(stack).map(({ address, exception: { of, at, reason } }) => {
          const violation = at === undefined ? of : `${of} of ${at}`;
          return `${stack.node.id}: ${address}\n  ${violation}\n  ${reason}`;
        }),
      );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
