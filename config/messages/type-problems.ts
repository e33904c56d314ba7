import { z } from "zod";
import { nearest } from "../../facts/did-you-mean";
import type { Problem } from "./problem";
import { isObject } from "../../facts/terraform-json";
import { bare, pathsOf, schemaAt, shapeOf } from "../schema/tree";
import { fixOf, leakFix } from "./fixes";
import { show, showSafely } from "./show";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** The errors of the schema as problems in four parts, instead of in zod's words. */
export function typeProblems(schema: z.core.$ZodType, input: unknown, issues: readonly Issue[]): Problem[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? // plain-objects.ts reports __proto__.
        issue.keys
          .filter((key) => key !== "__proto__")
          .map((key) => unknownOption(schema, input, issue.path, key))
      : [],
  );
  const misspelt = unknown.flatMap(({ meant }) => meant);
  const wrong = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return [];
    if (issue.code === "invalid_key") return [wrongName(issue)];
    // A misspelt option is one mistake, not also a missing option.
    const missing = valueAt(input, issue.path) === undefined;
    return missing && misspelt.includes(write(issue.path)) ? [] : [wrongValue(schema, input, issue)];
  });
  return [...unknown.map(({ problem }) => problem), ...wrong];
}

function unknownOption(schema: z.core.$ZodType, input: unknown, path: Path, key: string) {
  const parent = valueAt(input, path);
  const found = schemaAt(schema, input, path);
  const options = Object.keys((found && shapeOf(found, parent)) ?? {});
  const sibling = nearest(key, options);
  const meant = sibling
    ? [write([...path, sibling])]
    : pathsOf(schema).filter((other) => other.endsWith(`.${key}`));
  const value = isObject(parent) ? parent[key] : undefined;
  const leaked = leakFix([...path, key], value, input);
  const problem: Problem = {
    path: write([...path, key]),
    got: showSafely([...path, key], value),
    allowed: options.join(", "),
    fix:
      leaked ??
      (meant.length > 0 ? `Did you mean ${meant.join(" or ")}?` : "Remove it: this option does not exist."),
  };
  return { problem, meant };
}

function wrongName(issue: z.core.$ZodIssueInvalidKey): Problem {
  return {
    path: write(issue.path),
    got: `the name ${show(issue.path.at(-1))}`,
    allowed: issue.issues[0]?.message ?? "another name",
    fix: "Rename it.",
  };
}

function wrongValue(schema: z.core.$ZodType, input: unknown, issue: Issue): Problem {
  const value = valueAt(input, issue.path);
  const field = issue.code === "invalid_union" ? undefined : schemaAt(schema, input, issue.path);
  const choices = choicesOf(issue);
  return {
    path: write(issue.path),
    got: showSafely(issue.path, value),
    allowed: choices ? choices.join(", ") : field ? allowedBy(field) : issue.message,
    fix: [fixOf(issue.path, value, choices, field), field && documentationOf(field)]
      .filter(Boolean)
      .join(" "),
  };
}

function choicesOf(issue: Issue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code === "invalid_union" && "options" in issue) return issue.options?.map(String);
  return undefined;
}

/** A schema in words. For strings: the messages of its formats, so every format in schema/ has a message. */
function allowedBy(schema: z.core.$ZodType): string {
  const inner = bare(schema);
  if (inner instanceof z.ZodNumber) {
    // Every number of the schema has both bounds (`__tests__/config/schema/schema.test.ts`).
    return `a whole number from ${inner.minValue} to ${inner.maxValue}`;
  }
  if (inner instanceof z.ZodBoolean) return "true or false";
  if (inner instanceof z.ZodEnum) return inner.options.join(", ");
  if (inner instanceof z.ZodLiteral) return [...inner.values].join(", ");
  if (inner instanceof z.ZodArray) return `a list; each entry: ${allowedBy(inner.element)}`;
  if (inner instanceof z.ZodRecord) return `an object of names; each value: ${allowedBy(inner.valueType)}`;
  if (inner instanceof z.ZodObject) return `an object with ${Object.keys(inner.shape).join(", ")}`;
  if (inner instanceof z.ZodDiscriminatedUnion)
    return `an object whose ${inner.def.discriminator} is one of ${choicesOfUnion(inner).join(", ")}`;

  const formats =
    z.safeParse(inner, "\n").error?.issues.filter(({ code }) => code === "invalid_format") ?? [];
  const longest = inner instanceof z.ZodString ? inner.maxLength : null;
  const text = formats.map(({ message }) => message).join(", ") || "a text";
  return longest === null ? text : `${text}; at most ${longest} characters`;
}

function choicesOfUnion(union: z.ZodDiscriminatedUnion): string[] {
  return [...(union._zod.propValues[union.def.discriminator] ?? [])].map(String);
}

function documentationOf(schema: z.core.$ZodType): string {
  const { description } = schema as z.ZodType;
  return description ?? (bare(schema) as z.ZodType).description ?? "";
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** `hosts.egressPorts[0]` */
export function write(path: Path): string {
  const written = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return written.replace(/^\./, "") || "(the environment itself)";
}
