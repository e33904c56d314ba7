import { readFileSync } from "node:fs";
import { join } from "node:path";
import { namedBlocks } from "../../../facts/terraform-json";

type Nodes = Readonly<Record<string, unknown>>;

/** Names as an expression has them, e.g. `aws_vpc.network`, `data.aws_subnet.first.id` or `local.key`. */
const NAMES = /[\w.-]+/g;

/** The address in a name. */
const addressIn = (name: string) => name.split(".", /^(data|ephemeral)\./.test(name) ? 3 : 2).join(".");

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
      if ((text.match(NAMES) ?? []).some((name) => found.has(addressIn(name)))) found.add(name);
  }
  for (const address of addresses) found.delete(address);
  return found;
}

const nodesOf = (types: unknown, prefix: string): [string, string][] =>
  namedBlocks(types).map(({ type, name, body }) => [`${prefix}${type}.${name}`, JSON.stringify(body)]);
