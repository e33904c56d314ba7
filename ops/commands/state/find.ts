import type { Operation } from "../../cli/operation";
import { undefinedFor } from "../../cli/undefined-for";
import { BACKUP } from "./rules/backup";
import { LOAD_BALANCER } from "./rules/load-balancer";
import { NAMED } from "./rules/named";
import { NETWORK } from "./rules/network";
import { SERVICES } from "./rules/services";
import type { Recreated, Rules } from "./rule";
import type { SynthesizedResource, SynthesizedStack } from "./synthesized";
import { Missing, Values } from "./values";

/** How the resources of each type are found. A test compares it with the types that the constructs use. */
export const RULES: Rules = { ...NAMED, ...NETWORK, ...LOAD_BALANCER, ...BACKUP, ...SERVICES };

/** What a resource is imported by. `id` is undefined when it does not exist. */
export interface Found {
  readonly address: string;
  readonly id: string | undefined;
}

export const isRecreated = (rule: unknown): rule is Recreated => typeof rule === "object";

/** Looks for each of these resources in AWS. Types that Terraform creates again are left out. */
export async function findResources(
  operation: Operation,
  stack: SynthesizedStack,
  resources: readonly SynthesizedResource[],
): Promise<Found[]> {
  const ids = new Map<string, Promise<string | undefined>>();
  const idOf = (resource: SynthesizedResource): Promise<string | undefined> => {
    const { address, type } = resource;
    const rule = RULES[type];
    if (rule === undefined) throw new Error(`${type} has no rule in ops/commands/state/rules`);
    const text = (path: string) => values.of(resource, path);
    const id =
      ids.get(address) ??
      (isRecreated(rule)
        ? Promise.resolve(undefined)
        : rule({ operation, resource, values, text }).catch(undefinedFor(Missing)));
    ids.set(address, id);
    return id;
  };
  const values = new Values(operation, stack, idOf);
  return Promise.all(
    resources
      .filter(({ type }) => !isRecreated(RULES[type]))
      .map(async (resource) => ({ address: resource.address, id: await idOf(resource) })),
  );
}
