import type { StackJson } from "../../helpers/stacks";

/** What a deployment starts from, and what it leads to. */
export interface Step {
  readonly before: StackJson;
  readonly after: StackJson;
}

export type Body = Readonly<Record<string, unknown>>;

/** `${aws_kms_key.key_0123ABCD.arn}`: an attribute of another resource. */
export const ATTRIBUTE = /\$\{(\w+)\.([\w-]+)\.(\w+)\}/g;

export const typeOf = (address: string) => address.split(".", 1)[0] ?? "";

/** The address without CDKTF's hash, e.g. `aws_sqs_queue.queue_jobs`. */
export const plain = (address: string) => address.replace(/_[0-9A-F]{8}$/, "");

export function bodyAt({ resource }: StackJson, address: string): Body | undefined {
  const [type = "", name = ""] = address.split(".");
  return resource[type]?.[name];
}

export const addressesOf = ({ resource }: StackJson): string[] =>
  Object.entries(resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));

const REFERENCE = /\b(?:local\.([\w-]+)|data\.([\w-]+)\.([\w-]+))/g;

/** A value with the locals and the policies that it refers to in the place of their names. */
export function resolved(stack: StackJson, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(stack, each));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(stack, each)]));
  }
  if (typeof value !== "string") return value;
  const meant = [...value.matchAll(REFERENCE)].map(([, local, type = "", name = ""]) =>
    resolved(stack, local === undefined ? stack.data[type]?.[name] : stack.locals?.[local]),
  );
  return meant.length === 0 ? value : [value, ...meant];
}
