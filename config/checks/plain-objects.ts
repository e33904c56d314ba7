import type { Problem } from "../messages/problem";

/**
 * Refuses what could smuggle in options that nobody sees in the file: a key `__proto__`, which zod drops from records
 * without a word, and objects that inherit from anything but Object.
 */
export function plainObjectProblems(input: unknown): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<unknown>();
  const waiting: { path: string; value: unknown }[] = [{ path: "", value: input }];

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, value } = next;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);

    if (!isPlain(value)) {
      problems.push({
        path: path || "(the environment itself)",
        got: "an object that inherits options",
        allowed: "an object written out as { ... }",
        fix: "Write its options out, without __proto__ and without a class.",
      });
    }
    for (const [key, child] of Object.entries(value)) {
      const at = path ? `${path}.${key}` : key;
      if (key === "__proto__") {
        problems.push({ path: at, got: "the name __proto__", allowed: "any other name", fix: "Remove it." });
      }
      waiting.push({ path: at, value: child });
    }
  }
  return problems;
}

/** True for objects of another realm too (tests run in one): their prototype has no prototype either. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
