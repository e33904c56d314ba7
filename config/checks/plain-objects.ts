import type { Problem } from "../messages/problem";

/**
 * Refuses what could add options that are not visible in the file: a key `__proto__`, which zod silently drops from records,
 * and objects that inherit from anything but Object.
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
        fix: "Write its options out, without __proto__ or a class.",
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

/** Also true for objects of another realm (tests run in one): their prototype has no prototype either. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
