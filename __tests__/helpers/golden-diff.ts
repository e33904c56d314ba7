import { structuredPatch } from "diff";
import type { StackJson } from "./stacks";

const CONTEXT = 2;

/**
 * How a stack differs from production's: for each block of Terraform its address, and a unified diff of its JSON. Empty
 * where they are the same.
 */
export function differenceOf(production: StackJson, stack: StackJson): string {
  const before = blocksOf(production);
  const after = blocksOf(stack);
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  return addresses
    .filter((address) => before.get(address) !== after.get(address))
    .map((address) =>
      after.has(address)
        ? [`@@ ${address} @@`, ...linesOf(before.get(address) ?? "", after.get(address) ?? ""), ""].join("\n")
        : `@@ ${address} @@ removed\n`,
    )
    .join("\n");
}

const linesOf = (before: string, after: string) =>
  structuredPatch("", "", before, after, "", "", { context: CONTEXT }).hunks.flatMap(({ lines }, index) => [
    ...(index === 0 ? [] : ["..."]),
    ...lines,
  ]);

/** The JSON of each block by its address, e.g. `resource.aws_lb.load-balancer`, `output.url`, `terraform.backend`. */
function blocksOf(stack: StackJson): Map<string, string> {
  return new Map(
    Object.entries(stack)
      .filter(([section]) => section !== "//")
      .flatMap(([section, content]) =>
        section === "resource" || section === "data" || section === "ephemeral"
          ? Object.entries(content as object).flatMap(([type, blocks]) =>
              entriesOf(`${section}.${type}`, blocks as object),
            )
          : entriesOf(section, content as object),
      ),
  );
}

const entriesOf = (prefix: string, blocks: object) =>
  Object.entries(blocks).map(([name, block]) => [`${prefix}.${name}`, pretty(block)] as const);

/** As Terraform reads it, without the comments of CDKTF. */
export const pretty = (block: unknown) =>
  `${JSON.stringify(block, (key, value: unknown) => (key === "//" ? undefined : value), 2)}\n`;
