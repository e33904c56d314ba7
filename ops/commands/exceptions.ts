import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import type { Environment } from "../../config/environment";
import { exceptionsByAddress } from "../../policies/exceptions";
import { buildApp } from "../../stacks/app";

/** The exceptions of an environment's resources from the policies, each with its reason as a paragraph. */
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
