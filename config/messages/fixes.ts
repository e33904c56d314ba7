import { z } from "zod";
import { nearest } from "../../facts/did-you-mean";
import { secretKindOf, SLACK_WEBHOOK } from "../../facts/secret-marks";
import { isObject } from "../../facts/terraform-json";
import { bare } from "../schema/tree";
import { show, showSafely } from "./show";

type Field = z.core.$ZodType;

/** What to do about a value that its field does not allow: the correct value, where it follows from the wrong one. */
export function fixOf(
  path: readonly PropertyKey[],
  value: unknown,
  choices: readonly string[] | undefined,
  field: Field | undefined,
): string {
  if (value === undefined) return "Add it.";
  const inner = field && bare(field);
  // A fix quotes the value, which may be a secret.
  const isShown = showSafely(path, value) === show(value);
  const fix = isShown
    ? (numberFix(path, value, inner) ??
      booleanFix(value, inner) ??
      listFix(value, field, inner) ??
      objectFix(path, value, inner) ??
      textFix(value, field, inner))
    : secretFix(path, value, inner);
  if (fix !== undefined) return fix;
  const meant = choices && typeof value === "string" ? nearest(value, choices) : undefined;
  if (meant) return `Did you mean ${meant}?`;
  return choices ? "Choose one of these." : "Change it.";
}

/** A secret itself in place of its source. It is in git from now on. */
function secretFix(
  path: readonly PropertyKey[],
  value: unknown,
  inner: Field | undefined,
): string | undefined {
  if (!(inner instanceof z.ZodDiscriminatedUnion) || inner.def.discriminator !== "source") return undefined;
  if (typeof value !== "string") return undefined;
  const sources = inner._zod.propValues[inner.def.discriminator] ?? new Set();
  const name = String(path.at(-1));
  if (sources.has(value)) return `Write ${name}: { source: "${value}" }.`;
  const source = name === "APP_KEY" || !sources.has("operator") ? "generated" : "operator";
  return `Write ${name}: { source: "${source}" }. If the value was real, replace it: it is in git.`;
}

/**
 * What to do about an option that does not exist and whose value is a secret; undefined if it is none.
 *
 * @param input the environment, whose name is part of the command for Slack's webhook
 */
export function leakFix(path: readonly PropertyKey[], value: unknown, input: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const kind = secretKindOf(value);
  const isOfSecret = path[0] === "secrets" && path.length > 2;
  if (!kind && !isOfSecret) return undefined;
  const advice = "Remove it, and replace it where it comes from: it is in git.";
  const name = isObject(input) && typeof input.environment === "string" ? input.environment : "<environment>";
  if (kind === SLACK_WEBHOOK) return `${advice}\nThen run: npm run ops -- secret set ${name} slack-webhook`;
  return isOfSecret ? `${advice}\nThen run: npm run ops -- secret set ${name} ${String(path[1])}` : advice;
}

/** The units that people write after a size in MiB or GiB. Fields have the unit in their name. */
const SIZE = /^(\d+)\s*(?:([kmgt])(?:i?b)?)?$/i;
const EXPONENTS = ["k", "m", "g", "t"];

function numberFix(
  path: readonly PropertyKey[],
  value: unknown,
  inner: Field | undefined,
): string | undefined {
  const isLiteral = inner instanceof z.ZodLiteral && inner.values.has(Number(value));
  if (typeof value === "string" && (inner instanceof z.ZodNumber || isLiteral)) {
    const [, digits, unit] = SIZE.exec(value.trim()) ?? [];
    if (digits === undefined) return /^-\d+$/.test(value) ? `Write ${value} without quotes.` : undefined;
    if (unit === undefined) return `Write ${digits} without quotes.`;
    const own = /(?:[a-z])([MG])iB$/.exec(String(path.at(-1)))?.[1]?.toLowerCase();
    if (own === undefined) return undefined;
    const factor = 1024 ** (EXPONENTS.indexOf(unit.toLowerCase()) - EXPONENTS.indexOf(own));
    const number = Number(digits) * factor;
    return z.safeParse(inner, number).success ? `Write ${number}.` : undefined;
  }
  if (!(inner instanceof z.ZodNumber) || typeof value !== "number" || Number.isNaN(value)) return undefined;
  const { minValue, maxValue } = inner;
  if (minValue !== null && value < minValue) return `Write ${minValue} or more.`;
  if (maxValue !== null && value > maxValue) return `Write ${maxValue} or less.`;
  return `Write ${Math.round(value)}.`;
}

const WORDS: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, "1": true },
  ...{ false: false, no: false, off: false, "0": false },
};

function booleanFix(value: unknown, inner: Field | undefined): string | undefined {
  if (!(inner instanceof z.ZodBoolean) || !["string", "number"].includes(typeof value)) return undefined;
  const meant = WORDS[String(value).toLowerCase()];
  if (meant === undefined) return undefined;
  return value === String(meant) ? `Write ${value} without quotes.` : `Write ${meant}.`;
}

/** One value in place of a list. */
const listFix = (value: unknown, field: Field | undefined, inner: Field | undefined) =>
  field && inner instanceof z.ZodArray && z.safeParse(field, [value]).success
    ? `Write [${show(value)}].`
    : undefined;

/** One value, or a switch, in place of an object. */
function objectFix(
  path: readonly PropertyKey[],
  value: unknown,
  inner: Field | undefined,
): string | undefined {
  if (isObject(value)) return undefined;
  const name = String(path.at(-1));
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = inner.def;
    const choices = [...(inner._zod.propValues[discriminator] ?? [])];
    return `Write ${name}: ${choices.map((each) => `{ ${discriminator}: ${show(each)}, ... }`).join(" or ")}.`;
  }
  if (!(inner instanceof z.ZodObject)) return undefined;
  const options = Object.entries(inner.shape);
  const fitting = options.filter(([, option]) => z.safeParse(option, value).success);
  if (fitting.length === 1) return `Write ${name}: { ${fitting[0]?.[0]}: ${show(value)} }.`;
  const required = options.filter(([, option]) => !z.safeParse(option, undefined).success);
  if (required.length === 0) return `Write ${name}: { ... } with some of these, or leave it out.`;
  return `Write ${name}: { ${required.map(([option]) => `${option}: ...`).join(", ")} }.`;
}

/** What people write instead: no quotes, spaces around, capitals, a URL for a host name, an EC2 type for a database class. */
const CORRECTIONS: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.trim().toLowerCase(),
  (text) => text.trim().toUpperCase(),
  (text) =>
    text
      .replace(/^\w+:\/\//, "")
      .split(/[/:]/)
      .slice(0, 1)
      .join("")
      .toLowerCase(),
  (text) => `db.${text}`,
  (text) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
];

function textFix(value: unknown, field: Field | undefined, inner: Field | undefined): string | undefined {
  if (!(inner instanceof z.ZodString) || !field) return undefined;
  if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
  const corrected = CORRECTIONS.map((correct) => correct(String(value))).find(
    (text) => z.safeParse(field, text).success,
  );
  return corrected === undefined ? undefined : `Write ${show(corrected)}.`;
}
