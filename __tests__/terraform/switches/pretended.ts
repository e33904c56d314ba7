import { createHash } from "node:crypto";
import type { StackJson } from "../../helpers/stacks";
import { ATTRIBUTE, type Body, bodyAt, resolved, typeOf } from "./resources";

/** Arguments for Terraform itself, and those that no state has. */
const WITHOUT_STATE: readonly string[] = [
  ...["count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "timeouts"],
];

/**
 * The defaults that a state has and a configuration has not, of arguments that cannot be changed in place. If one is missing,
 * the provider reports a replacement in every switch.
 */
const DEFAULTS: Readonly<Record<string, Body>> = {
  aws_kms_key: { customer_master_key_spec: "SYMMETRIC_DEFAULT", key_usage: "ENCRYPT_DECRYPT" },
  aws_sqs_queue: { fifo_queue: false },
  aws_subnet: { ipv6_native: false },
  aws_vpc: { instance_tenancy: "default" },
};

/** The version of a type's state. An older one is upgraded, and for databases that changes the id. */
const SCHEMA_VERSIONS: Readonly<Record<string, number>> = { aws_db_instance: 2 };

/**
 * A resource's configuration with the references to other resources, so that Terraform follows a replacement. Every other
 * expression becomes a text that differs when what it refers to differs.
 */
export function configurationOf(stack: StackJson, address: string): Body {
  const body = bodyAt(stack, address) ?? {};
  const { ignore_changes } = (body.lifecycle ?? {}) as Body;
  return {
    ...withoutExpressions(stack, argumentsOf(body)),
    ...(ignore_changes === undefined ? {} : { lifecycle: { ignore_changes } }),
  };
}

/**
 * The instance of a resource in a state, as if it had been applied. AWS's values, e.g. ids, are made up.
 *
 * @param read the attributes that other resources refer to
 */
export function instanceOf(stack: StackJson, address: string, read: readonly string[]): Body {
  const configured = Object.entries(argumentsOf(bodyAt(stack, address) ?? {}))
    // Write-only arguments.
    .filter(([name]) => !name.endsWith("_wo"))
    .map(([name, value]) => [name, blocks(name, valueOf(stack, value))] as const);
  const computed = ["id", ...read].map((name) => [name, attributeOf(stack, address, name)] as const);
  return {
    schema_version: SCHEMA_VERSIONS[typeOf(address)] ?? 0,
    attributes: { ...DEFAULTS[typeOf(address)], ...Object.fromEntries([...computed, ...configured]) },
  };
}

const argumentsOf = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !WITHOUT_STATE.includes(name)));

/** CDKTF writes a single block as an object. A state has a list of it. */
const blocks = (name: string, value: unknown) =>
  typeof value === "object" && !Array.isArray(value) && name !== "tags" ? [value] : value;

const isReference = (stack: StackJson, type: string, name: string) =>
  bodyAt(stack, `${type}.${name}`) !== undefined;

function withoutExpressions<Value>(stack: StackJson, value: Value): Value {
  return mapTexts(value, (text) => {
    const rest = text.replace(ATTRIBUTE, (reference, type: string, name: string) =>
      isReference(stack, type, name) ? "" : reference,
    );
    return rest.includes("${") ? JSON.stringify({ pretended: hash(resolved(stack, text)) }) : text;
  });
}

const valueOf = (stack: StackJson, value: unknown): unknown =>
  mapTexts(withoutExpressions(stack, value), (text) =>
    text.replace(ATTRIBUTE, (_, type: string, name: string, attribute: string) =>
      attributeOf(stack, `${type}.${name}`, attribute),
    ),
  );

function attributeOf(stack: StackJson, address: string, attribute: string): string {
  const configured = bodyAt(stack, address)?.[attribute];
  if (configured !== undefined) return String(valueOf(stack, configured));
  const id = hash([address, attribute]);
  return attribute.endsWith("arn") ? `arn:aws:pretended:eu-west-1:111122223333:${id}` : id;
}

const hash = (value: unknown) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);

function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  if (typeof value === "string") return change(value) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, change)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapTexts<unknown>(each, change)]),
  ) as Value;
}
