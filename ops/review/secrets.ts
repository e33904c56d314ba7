import { literal } from "../../facts/literal";
import { isObject, listOf } from "../../facts/terraform-json";
import type { TerraformPlan, ResourceChange } from "./plan";
import type { Values } from "./values";
import { masked } from "./values";

/** A secret of at least this length is masked inside other texts. A shorter one is masked only as a whole value. */
const LEAST_LENGTH = 6;

const REDACTED = "(sensitive value)";

/**
 * Masks the sensitive values of a plan wherever else they occur.
 *
 * Terraform tracks derived values, but a provider may copy one: `tags_all` repeats every tag, and is not marked.
 */
export class Secrets {
  private readonly pattern: RegExp | undefined;

  constructor(plan: TerraformPlan) {
    const { variables = {} } = plan.configuration?.root_module ?? {};
    const values = [
      ...[...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])].flatMap(sensitiveIn),
      ...Object.entries(variables).flatMap(([name, { sensitive }]) =>
        sensitive === true ? leaves(plan.variables?.[name]?.value) : [],
      ),
    ];
    const patterns = [...new Set(values.flatMap(spellings))].sort((a, b) => b.length - a.length);
    this.pattern = patterns.length === 0 ? undefined : new RegExp(patterns.join("|"), "g");
  }

  /** The text with the secrets masked. */
  public redact(text: string): string {
    return this.pattern ? text.replace(this.pattern, REDACTED) : text;
  }

  /** The arguments of a resource with the secrets masked. */
  public mask(value: unknown, sensitive: unknown, unknown: unknown): Values {
    const shown = masked(value, sensitive, unknown, (text) => this.redact(`"${text}"`) !== `"${text}"`);
    return isObject(shown) ? shown : {};
  }
}

const sensitiveIn = ({ change }: ResourceChange) => [
  ...marked(change.before, change.before_sensitive),
  ...marked(change.after, change.after_sensitive),
];

/** The values that are marked as sensitive, at any depth. */
function marked(value: unknown, sensitive: unknown): string[] {
  if (sensitive === true) return leaves(value);
  if (Array.isArray(value)) return value.flatMap((each, at) => marked(each, listOf(sensitive)[at]));
  if (!isObject(value) || !isObject(sensitive)) return [];
  return Object.entries(value).flatMap(([key, each]) => marked(each, sensitive[key]));
}

/** The strings and numbers in a value, and the keys of its maps. */
function leaves(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [...(isArgument(key) ? [] : [key]), ...leaves(each)]);
}

/** Names of nested arguments come from the provider's schema, so a key of that form is not a secret. */
const isArgument = (key: string) => /^[a-z][a-z_]*$/.test(key);

/** How Terraform may write a value: in quotes, or over several lines. */
function spellings(value: string): string[] {
  const quoted = JSON.stringify(value).slice(1, -1);
  if (value.length < LEAST_LENGTH) return value === "" ? [] : [`(?<=")${literal(quoted)}(?=")`];
  const lines = value.split("\n").filter((line) => line.trim().length >= LEAST_LENGTH);
  return [literal(quoted), ...lines.map(literal)];
}
