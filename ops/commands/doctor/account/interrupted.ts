import { S3ServiceException } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { inShell } from "../../../../facts/shell-words";
import type { Part } from "../../../../stacks/environment-stack";
import type { Operation } from "../../../cli/operation";
import { terraformBinary } from "../../../terraform/binary";
import { findState } from "../../launch/state-object";
import type { State } from "../../launch/tainted";
import { tainted } from "../../launch/tainted";
import type { AccountCheck } from "../check";

/** What `prevent_destroy` protects in these stacks, if the database is protected. */
const PROTECTED = ["aws_db_instance", "aws_kms_key"];

/**
 * Protected resources whose creation was interrupted. `ops launch` keeps them by itself, and cdktf does not: each of its plans
 * fails, without a word of what to do.
 */
export const interrupted: AccountCheck = {
  subject: "resources whose creation was interrupted",
  reads: ["s3:GetObject"],
  look: async (operation) => {
    if (!operation.environment.database.deletionProtection) return { seen: "none is protected" };
    const parts = await Promise.all((["base", "service"] as const).map((part) => inState(operation, part)));
    const problems = parts.flatMap(({ stack, addresses }) =>
      addresses.map((address) => ({
        path: `the state of ${stack}`,
        got: `${address} is tainted: its creation was interrupted`,
        allowed:
          "a resource that was created: Terraform would replace this one, which is protected, so every plan fails",
        fix: `Keep it. Terraform then compares it with the code, and changes what is missing:\n${commands(stack, address)}`,
      })),
    );
    return problems.length > 0 ? { problems } : { seen: "none" };
  },
};

async function inState(operation: Operation, part: Part) {
  const stack = `${operation.environmentName}-${part}`;
  try {
    const state = (await findState(operation, part, ""))?.json as State | undefined;
    return { stack, addresses: tainted(state ?? {}, ({ type }) => PROTECTED.includes(type)) };
  } catch (error) {
    // The bucket does not exist, or it is in another region, which the check of the bucket reports.
    const { httpStatusCode = 0 } = error instanceof S3ServiceException ? error.$metadata : {};
    if (![301, 404].includes(httpStatusCode)) throw error;
    return { stack, addresses: [] };
  }
}

function commands(stack: string, address: string): string {
  const terraform = [terraformBinary(), `-chdir=${join("cdktf.out", "stacks", stack)}`];
  return [
    ["npx", "cdktf", "synth"],
    [...terraform, "init"],
    [...terraform, "untaint", address],
  ]
    .map((words) => `$ ${inShell(words)}`)
    .join("\n");
}
