import { isObject } from "../../../policies/values";

type Json = Record<string, unknown>;

/** A change of one stack's JSON. It applies to the block at this address, unless it names another. */
export interface Mutation {
  readonly address?: string;
  readonly apply: (stack: Json, address: string) => void;
}

/** Applies mutations to a copy of a stack. Throws where one of them changes nothing. */
export function mutated(stack: Json, address: string, mutations: readonly Mutation[]): Json {
  const copy = structuredClone(stack);
  for (const mutation of mutations) {
    const before = JSON.stringify(copy);
    mutation.apply(copy, mutation.address ?? address);
    if (JSON.stringify(copy) === before) throw new Error(`${address}: a mutation changes nothing`);
  }
  return copy;
}

/** Writes a value. A path is like `statement.OpenSecrets.resources.0`: it names an item of a list, see `indexIn`. */
export const set = (path: string, value: unknown): Mutation => ({
  apply: (stack, address) => {
    const [parent, key] = placeOf(stack, address, path);
    parent[key] = value;
  },
});

/** Removes an argument or an item; with `item`, those items of the list that begin with it. */
export const remove = (path: string, item?: string): Mutation => ({
  apply: (stack, address) => {
    const [parent, key] = placeOf(stack, address, path);
    if (item !== undefined) {
      parent[key] = (parent[key] as unknown[]).filter((each) => !String(each).startsWith(item));
    } else if (Array.isArray(parent)) {
      parent.splice(Number(key), 1);
    } else {
      delete parent[key];
    }
  },
});

/** Replaces a part of a text. */
export const replace = (path: string, text: string, instead: string): Mutation => ({
  apply: (stack, address) => {
    const [parent, key] = placeOf(stack, address, path);
    parent[key] = String(parent[key]).replace(text, () => instead);
  },
});

/** Adds a resource. */
export const create = (address: string, body: Json): Mutation => ({
  address,
  apply: (stack) => {
    const [type = "", id = ""] = address.split(".");
    const resources = stack.resource as Record<string, Json>;
    resources[type] = { ...resources[type], [id]: body };
  },
});

/** Removes the resources whose address begins so. */
export const removeResources = (prefix: string): Mutation => ({
  address: prefix,
  apply: (stack) => {
    const [type = "", id = ""] = prefix.split(".");
    const resources = (stack.resource as Record<string, Json>)[type] ?? {};
    for (const key of Object.keys(resources)) if (key.startsWith(id)) delete resources[key];
  },
});

/** The same change of another block than the one that is reported, e.g. of `local.web-task_containers`. */
export const at = (address: string, mutation: Mutation): Mutation => ({ ...mutation, address });

/** Whether the stack has what a mutation is about. */
export const concerns = (stack: Json, address: string): boolean =>
  placesIn(stack).some(([name]) => name.startsWith(address));

type Place = readonly [parent: Json, key: string];

function placeOf(stack: Json, address: string, path: string): Place {
  const [found, ...others] = placesIn(stack).filter(
    ([name]) => name.replace(/_[0-9A-F]{8}$/, "") === address,
  );
  if (found === undefined || others.length > 0) throw new Error(`${address} is not the name of one block`);
  let [, parent, key] = found;
  for (const segment of path === "" ? [] : path.split(".")) {
    const inner = parent[key];
    if (typeof inner !== "object" || inner === null) throw new Error(`${address} has no ${path}`);
    parent = inner as Json;
    key = Array.isArray(inner) ? indexIn(inner, segment) : segment;
  }
  return [parent, key];
}

/** An item of a list is named by its number, or by its sid, name, variable or resource type. */
function indexIn(items: readonly unknown[], name: string): string {
  if (/^\d+$/.test(name)) return name;
  const isItem = (item: unknown) =>
    isObject(item) && [item.sid, item.name, item.variable, item.resource_type].includes(name);
  return String(items.findIndex(isItem));
}

/** Every block that a row can name, with the place that holds it. */
function placesIn(stack: Json): (readonly [address: string, parent: Json, key: string])[] {
  const inside = (section: unknown, prefix: string) =>
    isObject(section)
      ? Object.keys(section).map((key) => [`${prefix}${key}`, section as Json, key] as const)
      : [];
  const typed = (section: unknown, prefix: string) =>
    inside(section, prefix).flatMap(([type, parent, key]) => inside(parent[key], `${type}.`));
  return [
    ...typed(stack.resource, ""),
    ...typed(stack.data, "data."),
    ...typed(stack.ephemeral, "ephemeral."),
    ...inside(stack.locals, "local."),
    ...inside((stack.terraform as Json).backend, "terraform.backend."),
    ...inside(stack.provider, "provider.").map(
      ([address, parent, key]) => [address, parent[key] as Json, "0"] as const,
    ),
  ];
}
