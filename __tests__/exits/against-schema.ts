import { isObject } from "../../policies/values";
import type { BlockSchema, Kind } from "./provider-schema";
import { schemaOf } from "./provider-schema";

/** What Terraform itself reads in a block of that kind ("Meta-Arguments", Terraform language documentation). */
const META_ARGUMENTS: Readonly<Record<Kind, readonly string[]>> = {
  resource: ["depends_on", "count", "for_each", "provider", "lifecycle", "connection", "provisioner"],
  data: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  ephemeral: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  provider: ["alias"],
};

/** Built into Terraform, with no provider and so with no bindings. */
const OF_TERRAFORM = ["terraform_remote_state"];

export interface Comparison {
  readonly blocks: number;
  readonly attributes: number;
  readonly problems: readonly string[];
}

/** Every attribute of a synthesized stack against the schema of the providers. */
export function againstSchema(stack: object): Comparison {
  const counted = { blocks: 0, attributes: 0, problems: [] as string[] };

  const compare = (address: string, body: Readonly<Record<string, unknown>>, schema: BlockSchema) => {
    counted.blocks += 1;
    for (const [name, value] of Object.entries(body)) {
      counted.attributes += 1;
      const attribute = schema.get(name);
      if (attribute === undefined) counted.problems.push(`${address}: ${name} is unknown`);
      const block = attribute?.block();
      if (block) for (const each of blocksIn(value)) compare(`${address}.${name}`, each, block);
    }
    for (const [name, { required }] of schema) {
      if (required && !(name in body)) counted.problems.push(`${address}: ${name} is required and missing`);
    }
  };

  for (const { kind, type, address, body } of blocksOf(stack)) {
    const schema = schemaOf(kind, type);
    const own = Object.fromEntries(
      Object.entries(body).filter(([name]) => !META_ARGUMENTS[kind].includes(name)),
    );
    if (schema) compare(address, own, schema);
    else if (!OF_TERRAFORM.includes(type)) counted.problems.push(`${address}: ${kind} ${type} is unknown`);
  }
  return counted;
}

/** A nested block is written as an object, or as a list of them; it may also be an expression, which says nothing. */
const blocksIn = (value: unknown) => (Array.isArray(value) ? value : [value]).filter(isObject);

function blocksOf(stack: object) {
  const sections = stack as Readonly<Record<Kind, Readonly<Record<string, unknown>> | undefined>>;
  const named = (["resource", "data", "ephemeral"] as const).flatMap((kind) =>
    Object.entries(sections[kind] ?? {}).flatMap(([type, bodies]) =>
      Object.entries(isObject(bodies) ? bodies : {}).map(([id, body]) => ({
        kind,
        type,
        address: `${kind} ${type}.${id}`,
        body: isObject(body) ? body : {},
      })),
    ),
  );
  const providers = Object.entries(sections.provider ?? {}).flatMap(([type, bodies]) =>
    blocksIn(bodies).map((body) => ({ kind: "provider" as const, type, address: `provider ${type}`, body })),
  );
  return [...named, ...providers];
}
