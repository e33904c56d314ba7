import { Token } from "cdktf";
import type { Policy } from "../policy";
import { WHOLE_STACK } from "../synthesized-stack";
import { textsIn } from "../template";
import { isObject } from "../values";

/** Where Terraform itself takes references without braces. */
const BARE =
  /^((resource|data|ephemeral)\.\w+\.[\w-]+\.(depends_on|provider|lifecycle\.(ignore_changes|replace_triggered_by))|output\.[\w-]+\.depends_on|(import|moved|removed)\.\d+\.(to|from)|moved\.|removed\.)/;

export const textReferences: Policy = {
  name: "text-references",
  reason: "Terraform gives AWS the reference itself, as text, and not what it refers to.",
  source: 'HashiCorp: "Strings and Templates", Terraform language, and "Tokens", CDK for Terraform',
  types: [WHOLE_STACK],
  check: ({ body }) => {
    const addresses = addressesIn(body);
    return valuesIn(body)
      .filter(({ path }) => !BARE.test(path))
      .flatMap(({ path, value }) => {
        const found = referenceIn(value, addresses) ?? iterationIn(path, value) ?? tokenIn(value);
        return found ? [`${path} has ${found}`] : [];
      });
  },
};

/** e.g. `aws_lb.main`, `data.aws_caller_identity.me`, `local.lines`; not what they are attributes of. */
function addressesIn(json: Readonly<Record<string, unknown>>): Set<string> {
  const keys = (value: unknown) => (isObject(value) ? Object.keys(value) : []);
  const named = (section: string, prefix: string) => keys(json[section]).map((name) => `${prefix}${name}`);
  const typed = (section: string, prefix: string) =>
    Object.entries(isObject(json[section]) ? json[section] : {}).flatMap(([type, bodies]) =>
      keys(bodies).map((name) => `${prefix}${type}.${name}`),
    );
  return new Set([
    ...typed("resource", ""),
    ...typed("data", "data."),
    ...typed("ephemeral", "ephemeral."),
    ...named("locals", "local."),
    ...named("variable", "var."),
    ...named("module", "module."),
  ]);
}

function referenceIn(value: unknown, addresses: ReadonlySet<string>): string | undefined {
  const words = matchesIn(value, /(?<![\w.-])(?:data\.|ephemeral\.)?\w+\.[\w-]+/g);
  return outside(words.find((word) => addresses.has(word)));
}

/** What CDKTF writes of an iterator or a count. */
function iterationIn(path: string, value: unknown): string | undefined {
  return /^(resource|data|ephemeral)\./.test(path)
    ? outside(matchesIn(value, /(?<!\$)\$(?:each\.(?:key|value)|count\.index)/g)[0])
    : undefined;
}

const matchesIn = (value: unknown, pattern: RegExp): string[] =>
  typeof value === "string" ? textsIn(value).flatMap((text) => text.match(pattern) ?? []) : [];

const outside = (reference: string | undefined) =>
  reference &&
  `${reference} outside \${...}: pass the text as a TerraformLocal, or a token as an argument of its own`;

/** What CDKTF puts in place of a value until it writes the stack. AWS knows no number of the order of its tokens. */
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
function valuesIn(json: unknown, path: readonly string[] = []): Found[] {
  if (Array.isArray(json)) {
    return json.flatMap((item, index) => valuesIn(item, [...path, String(index)]));
  }
  if (isObject(json)) {
    return Object.entries(json).flatMap(([key, value]) => {
      const inner = [...path, key];
      return [{ path: `${inner.join(".")} (its name)`, value: key }, ...valuesIn(value, inner)];
    });
  }
  return typeof json === "string" || typeof json === "number" ? [{ path: path.join("."), value: json }] : [];
}
