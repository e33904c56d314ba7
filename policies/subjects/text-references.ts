import { Token } from "cdktf";
import type { Policy } from "../policy";
import { WHOLE_STACK } from "../synthesized-stack";
import { textsIn } from "../template";
import { isObject } from "../values";

/** Where Terraform itself takes references without braces, and nowhere in arguments whose names only begin like these. */
const BARE = new RegExp(
  [
    String.raw`(resource|data|ephemeral)\.\w+\.[\w-]+\.(depends_on|provider|lifecycle\.(ignore_changes|replace_triggered_by))`,
    String.raw`output\.[\w-]+\.depends_on`,
    String.raw`(import|moved|removed)\.\d+\.(to|from)`,
    "moved",
    "removed",
  ]
    .map((path) => String.raw`^${path}(?=\.|$)`)
    .join("|"),
);

export const textReferences: Policy = {
  name: "text-references",
  reason: "Terraform gives AWS the reference itself, as text, and not what it refers to.",
  source: 'HashiCorp: "Strings and Templates", Terraform language, and "Tokens", CDK for Terraform',
  types: [WHOLE_STACK],
  check: ({ body }) => {
    const addresses = new Addresses(body);
    return valuesIn(body).flatMap(({ path, value }) => {
      const texts = typeof value === "string" ? textsIn(value) : [];
      const found =
        outside(texts.flatMap((text) => addresses.in(text))[0]) ?? iterationIn(path, texts) ?? tokenIn(value);
      return found && !BARE.test(path) ? [`${path} has ${found}`] : [];
    });
  },
};

/** e.g. `aws_lb.main`, `data.aws_caller_identity.me`, `local.lines`; not what they are attributes of. */
class Addresses {
  /** By what is before the last dot; the longest first, so that `queue-2` is not taken for `queue`. */
  private readonly names = new Map<string, readonly string[]>();

  /** Finds each place where an address may be, whatever is before it: text that is joined to it has no bound. */
  private readonly candidates: RegExp;

  constructor(json: Readonly<Record<string, unknown>>) {
    for (const [section, prefix] of [
      ["resource", ""],
      ["data", "data."],
      ["ephemeral", "ephemeral."],
    ] as const) {
      for (const [type, bodies] of Object.entries(membersOf(json[section])))
        this.add(`${prefix}${type}`, bodies);
    }
    this.add("local", json.locals);
    this.add("var", json.variable);
    this.add("module", json.module);
    const kinds = [...this.names.keys()].sort(byLength).map((kind) => kind.replaceAll(".", "\\."));
    this.candidates = new RegExp(`(${kinds.join("|")})\\.(?=([\\w-]+))`, "g");
  }

  /** The addresses in a text. */
  public in(text: string): string[] {
    if (this.names.size === 0 || !text.includes(".")) return [];
    return [...text.matchAll(this.candidates)].flatMap(([, kind = "", word = ""]) => {
      const name = this.names.get(kind)?.find((name) => isNameIn(word, name, kind));
      return name === undefined ? [] : [`${kind}.${name}`];
    });
  }

  private add(kind: string, bodies: unknown): void {
    const names = Object.keys(membersOf(bodies));
    if (names.length > 0) this.names.set(kind, names.sort(byLength));
  }
}

const membersOf = (value: unknown) => (isObject(value) ? value : {});
const byLength = (one: string, other: string) => other.length - one.length;

/** References that end with the name, e.g. `local.x`, so that text can follow directly. Other references continue with an attribute. */
const WITHOUT_ATTRIBUTES = ["local", "var"];

/** Whether a word is the name, or begins with it and is not just a longer one. */
const isNameIn = (word: string, name: string, kind: string) =>
  word.startsWith(name) && (WITHOUT_ATTRIBUTES.includes(kind) || !/^\w/.test(word.slice(name.length)));

/** A reference to an iterator or a count that CDKTF wrote outside `${...}`. */
function iterationIn(path: string, texts: readonly string[]): string | undefined {
  const iteration = texts.flatMap(
    (text) => /(?<!\$)\$(?:each\.(?:key|value)|count\.index)/.exec(text) ?? [],
  )[0];
  return iteration && /^(resource|data|ephemeral)\./.test(path) ? outside(iteration) : undefined;
}

const outside = (reference: string | undefined) =>
  reference &&
  `${reference} outside \${...}: pass the text as a TerraformLocal, or a token as an argument of its own`;

/** A placeholder of CDKTF that is still in the written stack. Its numbers are below any number that AWS accepts. */
function tokenIn(value: unknown): string | undefined {
  const token =
    typeof value === "number"
      ? [value].find((number) => Token.isUnresolved(number) || number < -1e280)
      : String(value)
          .match(/TfToken\[[^\]]*\]?|-\d+(\.\d+)?e\+\d+/g)
          ?.find((part) => part.startsWith("TfToken") || Token.isUnresolved(Number(part)));
  return token === undefined
    ? undefined
    : `${token}, an unresolved token of CDKTF: calculate with Op and Fn, not in TypeScript`;
}

interface Found {
  /** e.g. `resource.aws_lb.main.tags.Name` */
  readonly path: string;
  readonly value: unknown;
}

/** Every string and number of a JSON, the names of its members among them. */
function valuesIn(json: unknown): Found[] {
  const found: Found[] = [];
  const visit = (value: unknown, path: string, prefix: string): void => {
    if (typeof value === "string" || typeof value === "number") found.push({ path, value });
    else if (Array.isArray(value))
      value.forEach((item, index) => visit(item, `${prefix}${index}`, `${prefix}${index}.`));
    else if (isObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        found.push({ path: `${prefix}${key} (its name)`, value: key });
        visit(member, `${prefix}${key}`, `${prefix}${key}.`);
      }
    }
  };
  visit(json, "", "");
  return found;
}
