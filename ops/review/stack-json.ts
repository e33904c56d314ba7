import { replaceExpressions } from "../../facts/expressions";
import { isObject } from "../../facts/terraform-json";
import { documentOf, isWhole } from "./data-document";
import { ownOf } from "./own";
import type { Values } from "./values";

type Blocks = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A synthesized stack, as `cdktf synth` and the golden files have it. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Values;
  readonly output?: Readonly<Record<string, Values>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly import?: readonly { readonly to: string }[];
  readonly [block: string]: unknown;
}

/** A resource: as written, and with its locals and policy documents resolved. What cannot be is a list: the text, and what it refers to. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly written: Values;
  readonly values: Values;

  /** The locals and data sources that each argument reads, by their addresses. */
  readonly reads: Readonly<Record<string, ReadonlyMap<string, unknown>>>;
}

/** Parses a stack, without CDKTF's metadata (`//`), which contains paths of the machine. */
export const readStack = (text: string): StackJson =>
  JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value)) as StackJson;

export const resourcesOf = (stack: StackJson): Resource[] =>
  Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, written]) => ({
      address: `${type}.${name}`,
      type,
      name,
      written,
      values: Object.fromEntries(
        Object.entries(written).map(([argument, value]) => [argument, filled(value, stack)]),
      ),
      reads: Object.fromEntries(
        Object.entries(written).map(([argument, value]) => [argument, readBy(value, stack)]),
      ),
    })),
  );

const READ = /\b(?:data\.(\w+)|local)\.([\w-]+)/g;

/** The locals and data sources that a value reads, and those that these read. If one of them changes, the value does. */
function readBy(value: unknown, stack: StackJson, found = new Map<string, unknown>()) {
  // A line break is `\n` there, and would be a letter before the name.
  const text = JSON.stringify(value).replaceAll(/\\[bfnrt]/g, " ");
  for (const [address, type, name = ""] of text.matchAll(READ)) {
    const named = type === undefined ? stack.locals : ownOf(stack.data ?? {}, type);
    const block = ownOf(named ?? {}, name);
    if (block === undefined || found.has(address)) continue;
    found.set(address, block);
    readBy(block, stack, found);
  }
  return found;
}

const DOCUMENT = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/;
const LOCAL = /\blocal\.([\w-]+)/g;

function filled(value: unknown, stack: StackJson): unknown {
  if (typeof value !== "string") return value;
  const document = ownOf(stack.data?.aws_iam_policy_document ?? {}, DOCUMENT.exec(value)?.[1] ?? "");
  if (document) return isWhole(document) ? documentOf(document) : [value, document];
  const locals = [...value.matchAll(LOCAL)].flatMap(([, name = ""]) =>
    name in (stack.locals ?? {}) ? [stack.locals?.[name]] : [],
  );
  return locals.length === 0 ? value : [value, ...locals.map((local) => deep(local, stack))];
}

const deep = (value: unknown, stack: StackJson): unknown =>
  Array.isArray(value)
    ? value.map((each) => deep(each, stack))
    : isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, stack)]))
      : filled(value, stack);

const REFERENCE = /\b((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+(?:\.outputs\.[\w-]+)?)/g;

/** The references in a value, e.g. `aws_vpc.main`, `local.x` or `data.terraform_remote_state.base.outputs.url`. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === "string") {
    const expressions: string[] = [];
    replaceExpressions(value, (each) => {
      expressions.push(each);
      return each;
    });
    return expressions.flatMap((each) =>
      [...each.matchAll(REFERENCE)].map(([, reference = ""]) => reference),
    );
  }
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
}
