import type { Block } from "./block";
import { addressesIn } from "./references";
import { namedBlocks } from "../facts/terraform-json";
import { blocks, isObject, list } from "./values";

/** The type of the block that is all of a stack's JSON. */
export const WHOLE_STACK = "cdk.tf.json";

const LOCAL = "local.";

/** One stack, as Terraform gets it. */
export class SynthesizedStack {
  public readonly blocks: readonly Block[];

  /** Everything, locals and outputs included. */
  public readonly whole: Block;

  /** The addresses of the resources that are imported. */
  public readonly imported: readonly string[];
  private readonly locals: Readonly<Record<string, unknown>>;
  private readonly byAddress: ReadonlyMap<string, Block>;
  private readonly prerequisites = new Map<Block, ReadonlySet<Block>>();

  constructor(
    public readonly name: string,
    json: Readonly<Record<string, unknown>>,
  ) {
    this.whole = { address: WHOLE_STACK, type: WHOLE_STACK, body: json };
    const backend = isObject(json.terraform) ? json.terraform.backend : undefined;
    this.blocks = [
      ...blocksOf(json.resource, ""),
      ...blocksOf(json.data, "data."),
      ...blocksOf(json.ephemeral, "ephemeral."),
      ...settingsOf(json.provider, "provider."),
      ...settingsOf(backend, "terraform.backend."),
    ];
    this.imported = blocks(json.import).map(({ to }) => String(to));
    this.locals = isObject(json.locals) ? json.locals : {};
    this.byAddress = new Map(this.blocks.map((block) => [block.address, block]));
  }

  /** The blocks of a type. */
  public all(type: string): readonly Block[] {
    return this.blocks.filter((block) => block.type === type);
  }

  /** The resource a value refers to, when it is one of this stack: `${aws_vpc.main.id}` finds `aws_vpc.main`. */
  public find(type: string, reference: unknown): Block | undefined {
    const [, address] =
      typeof reference === "string" ? (/^\$\{((?:data\.)?\w+\.[\w-]+)\.\w+\}$/.exec(reference) ?? []) : [];
    return this.blocks.find((block) => block.type === type && block.address === address);
  }

  /** The resources of a type that refer to this one in an argument: a bucket's `aws_s3_bucket_policy` in `bucket`. */
  public about(block: Block, type: string, argument: string): readonly Block[] {
    return this.blocks.filter(
      (other) => other.type === type && this.find(block.type, other.body[argument]) === block,
    );
  }

  /** The text of an argument, written as it is or as `${base64encode(local.x)}`. */
  public scriptOf(argument: unknown): string {
    const [, local] = /^\$\{base64encode\(local\.([\w-]+)\)\}$/.exec(String(argument)) ?? [];
    return String(local ? this.locals[local] : (argument ?? ""));
  }

  /** What Terraform creates before this block, and destroys after it: all that it refers to or depends on, transitively. */
  public prerequisitesOf(block: Block): ReadonlySet<Block> {
    const known = this.prerequisites.get(block);
    if (known) return known;

    const found = new Set<Block>();
    // Terraform has no cycles; one in a stack that is refused anyway must not hang this.
    this.prerequisites.set(block, found);
    for (const address of [...addressesIn(block.body, this.locals), ...list(block.body.depends_on)]) {
      const other = this.byAddress.get(String(address));
      if (other === undefined || other === block) continue;
      found.add(other);
      for (const further of this.prerequisitesOf(other)) found.add(further);
    }
    return found;
  }

  /** The resources of a type in what a value refers to. */
  public referredTo(type: string, value: unknown): readonly Block[] {
    return [...addressesIn(value, this.locals)].flatMap((address) => {
      const block = this.byAddress.get(address);
      return block?.type === type ? [block] : [];
    });
  }

  /** The values of the locals in what a value refers to. */
  public localsIn(value: unknown): readonly unknown[] {
    return [...addressesIn(value, this.locals)]
      .filter((address) => address.startsWith(LOCAL))
      .map((address) => this.locals[address.slice(LOCAL.length)]);
  }

  /**
   * A text, with each argument of this stack that it reads replaced by what is written there: the `subnet_id` of a route
   * table's association is the subnet's `id`.
   */
  public resolve(value: unknown): string {
    return String(value).replace(
      /\$\{((?:data\.)?\w+\.[\w-]+)\.(\w+)\}/g,
      (whole, address: string, argument: string) => {
        const written = this.byAddress.get(address)?.body[argument];
        return typeof written === "string" ? this.resolve(written) : whole;
      },
    );
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

/** Blocks that have a kind but no name, such as `provider "aws" {}`. */
function settingsOf(section: unknown, prefix: string): Block[] {
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([kind, bodies]) =>
    blocks(bodies).map((body) => ({ address: `${prefix}${kind}`, type: `${prefix}${kind}`, body })),
  );
}

const blocksOf = (section: unknown, prefix: string): Block[] =>
  namedBlocks(section).map(({ type, name, body }) => ({
    address: `${prefix}${type}.${name}`,
    type: `${prefix}${type}`,
    body,
  }));
