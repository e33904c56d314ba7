import type { StackJson } from "../../helpers/stacks";
import { resolve } from "../references";

export type Body = Readonly<Record<string, unknown>>;

export interface Place {
  readonly stack: StackJson;
  readonly address: string;
}

/** What a Terraform resource is in CloudFormation; only what some rule looks at. */
export interface Conversion {
  readonly type: string;
  readonly properties: (body: Body, place: Place) => object;
}

/** CloudFormation's properties by the Terraform arguments that hold them; what is not set is left out. */
export function pick(body: Body, { stack }: Place, names: Readonly<Record<string, string>>): Body {
  return Object.fromEntries(
    Object.entries(names).flatMap(([property, argument]) =>
      body[argument] === undefined ? [] : [[property, resolve(body[argument], stack)]],
    ),
  );
}

/** A type that is converted by the names of its arguments alone. */
export const byName = (type: string, names: Readonly<Record<string, string>>): Conversion => ({
  type,
  properties: (body, place) => pick(body, place, names),
});

/** The bodies of a type that refer to this resource in an argument. */
export function about({ stack, address }: Place, type: string, argument: string): Body[] {
  return Object.values(stack.resource[type] ?? {}).filter((body) =>
    String(body[argument]).startsWith(`\${${address}.`),
  );
}

export const isTrue = (value: unknown) => value === true || value === "true";
