import type { Block } from "./policy";
import { isObject } from "./values";

/** What one stack hands to Terraform. */
export class SynthesizedStack {
  public readonly blocks: readonly Block[];
  private readonly locals: Readonly<Record<string, unknown>>;

  constructor(
    public readonly name: string,
    json: Readonly<Record<string, unknown>>,
  ) {
    this.blocks = [...blocksOf(json.resource, ""), ...blocksOf(json.data, "data.")];
    this.locals = isObject(json.locals) ? json.locals : {};
  }

  /** The resource a value refers to, when it is one of this stack: `${aws_vpc.main.id}` finds `aws_vpc.main`. */
  public find(type: string, reference: unknown): Block | undefined {
    const [, address] =
      typeof reference === "string" ? (/^\$\{(\w+\.[\w-]+)\.\w+\}$/.exec(reference) ?? []) : [];
    return this.blocks.find((block) => block.type === type && block.address === address);
  }

  /** The value of a JSON argument, written as a text or as `${jsonencode(local.x)}`; nothing where it is not known. */
  public parse(document: unknown): unknown {
    if (typeof document !== "string") return undefined;
    const [, local] = /^\$\{jsonencode\(local\.([\w-]+)\)\}$/.exec(document) ?? [];
    if (local) return this.locals[local];
    try {
      return JSON.parse(document);
    } catch {
      return undefined;
    }
  }
}

function blocksOf(section: unknown, prefix: string): Block[] {
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([type, bodies]) =>
    isObject(bodies)
      ? Object.entries(bodies).map(([id, body]) => ({
          address: `${prefix}${type}.${id}`,
          type: `${prefix}${type}`,
          body: isObject(body) ? body : {},
        }))
      : [],
  );
}
