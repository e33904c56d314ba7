import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../../facts/terraform-json";

type Nodes = Readonly<Record<string, unknown>>;

/** A name as an expression has it, e.g. `aws_vpc.network`, `data.aws_subnet.first` or `local.key`. */
const NAME = /(?:data\.|ephemeral\.)?[a-z]\w*\.[\w-]+/g;

/**
 * The resources of a stack that refer to one of these, directly or through others: they cannot be planned without it.
 *
 * @param folder of the synthesized stack
 */
export function dependentsOf(folder: string, addresses: ReadonlySet<string>): Set<string> {
  const stack = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Nodes;
  const texts = new Map<string, string>([
    ...nodesOf(stack.resource, ""),
    ...nodesOf(stack.data, "data."),
    ...nodesOf(stack.ephemeral, "ephemeral."),
    ...Object.entries((stack.locals ?? {}) as Nodes).map(
      ([name, value]) => [`local.${name}`, JSON.stringify(value)] as const,
    ),
  ]);
  const found = new Set(addresses);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [name, text] of texts)
      if ((text.match(NAME) ?? []).some((reference) => found.has(reference))) found.add(name);
  }
  for (const address of addresses) found.delete(address);
  return found;
}

const nodesOf = (types: unknown, prefix: string): [string, string][] =>
  Object.entries(isObject(types) ? types : {}).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).map(([name, config]): [string, string] => [
      `${prefix}${type}.${name}`,
      JSON.stringify(config),
    ]),
  );
