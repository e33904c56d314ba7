import { codeIn } from "./template";
import { isObject } from "./values";

/** An address in an expression: `aws_lb.main`, `data.aws_vpc.main`, `local.containers`. */
const ADDRESS = /(?<![\w.-])(?:data\.|ephemeral\.)?[a-z]\w*\.[A-Za-z_][\w-]*/g;

/** What a value refers to: the addresses in its expressions and, in full, of the locals named there. */
export function addressesIn(value: unknown, locals: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(look);
    else if (isObject(part)) Object.values(part).forEach(look);
    else if (typeof part === "string") {
      for (const [address] of codeIn(part).matchAll(ADDRESS)) {
        if (found.has(address)) continue;
        found.add(address);
        if (address.startsWith("local.")) look(locals[address.slice("local.".length)]);
      }
    }
  };
  look(value);
  return found;
}
