import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Part } from "../../../stacks/environment-stack";
import { stateLocation } from "../../../stacks/environment-stack";
import type { Operation } from "../../cli/operation";
import type { TerraformPlan } from "../../review/plan";
import { adoptUnreadable, changedArguments } from "./adopt-unreadable";
import type { Found } from "./find";
import type { Imported } from "./import";
import { importResources } from "./import";
import { withStateLock } from "./lock";
import { seedParameters } from "./seed";
import type { SynthesizedResource, SynthesizedStack } from "./synthesized";
import { currentState } from "./versions";
import { Workspace } from "./workspace";

/** How a rebuild of one stack has ended. */
export interface Rebuilt extends Imported {
  /** What the next deployment changes, one line each. Empty when the plan is empty. */
  readonly changes: readonly string[];
}

/** What is missing in a state. */
export interface Lacking {
  readonly found: readonly Found[];

  /** Parameters that exist, and are not imported because that would read their values. */
  readonly secrets: readonly SynthesizedResource[];
}

/** Imports resources into the state of a stack, and plans what is left. */
export async function rebuildPart(
  operation: Operation,
  stack: SynthesizedStack,
  { found, secrets }: Lacking,
): Promise<Rebuilt> {
  const { output } = operation;
  await removeUnreadable(operation, stack.part);
  const workspace = new Workspace(stack);
  try {
    output.progress(`${stack.id}: terraform init`);
    await workspace.terraform("init", "-input=false", "-no-color");
    await seedParameters(operation, stack, { parameters: secrets, provider: workspace.provider });
    output.progress(`${stack.id}: importing ${found.length} resources`);
    const imported = await importResources(operation, { stack, workspace, found });
    output.progress(`${stack.id}: planning`);
    // All was read by the import just now, if it was of the whole stack.
    const isWhole = imported.imported.length > 0 && imported.missing.length === 0;
    let plan = await workspace.plan(...(isWhole ? ["-refresh=false"] : []));
    if (await adoptUnreadable(operation, stack.part, plan)) plan = await workspace.plan();
    return { ...imported, changes: changesIn(plan) };
  } finally {
    workspace.remove();
    output.progress("");
  }
}

/** Terraform refuses a state that it cannot read. The bucket keeps it as an older version. */
async function removeUnreadable(operation: Operation, part: Part): Promise<void> {
  const current = await currentState(operation, part);
  if (!current || current.state) return;
  const { bucket, key } = stateLocation(operation.environment, part);
  await withStateLock(operation, part, {
    command: "state rebuild",
    work: () => operation.client(S3Client).send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
  });
}

const changesIn = ({ resource_changes: changes = [] }: TerraformPlan): string[] =>
  changes
    .filter(
      ({ mode, change: { actions } }) => mode === "managed" && !["no-op", "read"].includes(actions.join()),
    )
    .map((each) => {
      const what = each.change.actions.join(" and ");
      return `${each.address}: ${what}${what === "update" ? ` of ${changedArguments(each).join(", ")}` : ""}`;
    });
