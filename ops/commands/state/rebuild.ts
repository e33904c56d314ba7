import type { Part } from "../../../stacks/environment-stack";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { requireTyped } from "../database/consent";
import type { Found } from "./find";
import { findResources } from "./find";
import { requireNoLock } from "./lock";
import type { Lacking } from "./rebuild-part";
import { partOf } from "./part";
import { rebuildPart } from "./rebuild-part";
import { restoreVersion } from "./restore-version";
import { existingParameters, isSecretParameter } from "./seed";
import { addressesIn } from "./state-file";
import type { SynthesizedStack } from "./synthesized";
import { synthesizedStack } from "./synthesized";
import { currentState, isUsable, versionLines, versionsOf } from "./versions";

export interface RebuildOptions {
  /** The id of the version to restore. The option `--version` of the program is that of the program itself. */
  readonly restore?: string;
  readonly fromAws?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: string;

  /** The output folder of cdktf. */
  readonly output: string;
}

/**
 * `state rebuild`: brings a lost or damaged state back. From an older version if there is one, else by import of what exists in
 * AWS (docs/adr/0036). It changes nothing in AWS except the state, and can be run again: it goes on with what is missing.
 */
export async function rebuild(
  operation: Operation,
  part: string | undefined,
  options: RebuildOptions,
): Promise<Facts> {
  const parts = partsOf(part);
  const { restore: version, yes, dryRun = false } = options;
  if (version !== undefined) {
    const [only, other] = parts;
    if (!only || other)
      throw new Refusal("--restore is of one state.\nFix: Add base or service after the environment.");
    await requireNoLock(operation, only);
    return restoreVersion(operation, only, { version, yes, dryRun });
  }
  const stacks = parts.map((each) => synthesizedStack(operation, each, options.output));
  for (const each of parts) await requireNoLock(operation, each);
  const results: Record<string, Facts> = {};
  for (const stack of stacks) results[stack.part] = await rebuildStack(operation, stack, options);
  return results;
}

const partsOf = (part: string | undefined): Part[] =>
  part === undefined ? ["base", "service"] : [partOf(part)];

async function rebuildStack(
  operation: Operation,
  stack: SynthesizedStack,
  { fromAws, dryRun, yes }: RebuildOptions,
): Promise<Facts> {
  const { environment, environmentName, output } = operation;
  const current = await currentState(operation, stack.part);
  const known = current?.state ? addressesIn(current.state) : [];
  if (known.length === 0 && !fromAws) await offerVersions(operation, stack);
  const unknown = stack.resources.filter(
    ({ address }) => !known.includes(address) && !stack.imported.includes(address),
  );
  const parameters = unknown.filter(isSecretParameter);
  const secrets = await existingParameters(operation, parameters);
  const others = unknown.filter((each) => !parameters.includes(each));
  const found: Found[] = [
    ...(await findResources(operation, stack, others)),
    ...parameters
      .filter((each) => !secrets.includes(each))
      .map(({ address }) => ({ address, id: undefined })),
  ];
  output.print(descriptionOf(stack, { known: known.length, found, secrets }));
  if (dryRun) return { found: Object.fromEntries(found.map(({ address, id }) => [address, id ?? null])) };
  if (secrets.length > 0 || found.some(({ id }) => id !== undefined)) {
    await requireTyped(environmentName, {
      given: yes,
      question: `Import them into the state of ${stack.id} in account ${environment.accountId}?`,
      flag: `--yes ${environmentName}`,
    });
  }
  const { imported, missing, waiting, changes } = await rebuildPart(operation, stack, { found, secrets });
  output.print(`${stack.id}: ${imported.length + secrets.length} resources are in the state again.`);
  const facts = { imported: imported.length, secrets: secrets.length, missing, waiting, changes };
  if (changes.length === 0) {
    output.print(`${stack.id}: the plan is empty.`);
    return facts;
  }
  throw new Failure(
    [
      `${stack.id}: the plan is not empty:`,
      ...changes.map((each) => `  ${each}`),
      ...(missing.length > 0
        ? ["These do not exist in AWS. A deployment creates them:", ...missing.map((each) => `  ${each}`)]
        : []),
      ...(waiting.length > 0
        ? [
            "These refer to one that does not exist, and were not imported. If a deployment creates them again, it fails at their names. Create the missing ones first,",
            "in the folder of the stack (terraform apply -target=<address>), and run this command again:",
            ...waiting.map((each) => `  ${each}`),
          ]
        : []),
      `Fix: Look at the whole plan: npx cdktf diff ${stack.id}`,
    ].join("\n"),
    { [stack.part]: facts },
  );
}

/** @throws Refusal when an older version of the state can be restored, which is faster and complete */
async function offerVersions(operation: Operation, stack: SynthesizedStack): Promise<void> {
  const versions = await versionsOf(operation, stack.part);
  const [newest] = versions.filter(isUsable);
  if (!newest) return;
  const { environment } = operation;
  throw new Refusal(
    [
      `The state of ${stack.id} is lost, but its bucket has older versions. The newest are:`,
      ...versionLines(versions),
      `Fix: Restore one: ${commandLine(environment, "state rebuild", `${stack.part} --restore ${newest.id}`)}`,
      `Or import what exists in AWS instead: ${commandLine(environment, "state rebuild", `${stack.part} --from-aws`)}`,
    ].join("\n"),
  );
}

function descriptionOf(
  { id, resources }: SynthesizedStack,
  { known, found, secrets }: { known: number } & Lacking,
): string {
  const exist = found.filter((each) => each.id !== undefined);
  const absent = found.filter((each) => each.id === undefined);
  return [
    `${id} has ${resources.length} resources, of which the state knows ${known}. These would be imported:`,
    ...(exist.length > 0 ? exist.map((each) => `  ${each.address}  ${each.id}`) : ["  none"]),
    ...(secrets.length > 0
      ? [
          "These hold secrets. They would be written into the state without a read, and keep their values:",
          ...secrets.map(({ address, config }) => `  ${address}  ${String(config.name)}`),
        ]
      : []),
    ...(absent.length > 0
      ? ["These were not found in AWS:", ...absent.map(({ address }) => `  ${address}`)]
      : []),
  ].join("\n");
}
