import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { testEnvironment } from "../helpers/environment";

/** The test environment with other values at some paths, e.g. `{ "hosts.minimum": 2 }`; `undefined` removes one. */
export function change(changes: Readonly<Record<string, unknown>>): EnvironmentInput {
  return Object.entries(changes).reduce<unknown>(
    (environment, [path, value]) => replaced(environment, path.split("."), value),
    testEnvironment,
  ) as EnvironmentInput;
}

function replaced(target: unknown, [head = "", ...rest]: readonly string[], value: unknown): unknown {
  const fields = { ...(target as Record<string, unknown>) };
  if (rest.length > 0) return { ...fields, [head]: replaced(fields[head], rest, value) };
  if (value !== undefined) return { ...fields, [head]: value };
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== head));
}

/** The message about a changed test environment, or "accepted". */
export function resolve(changes: Readonly<Record<string, unknown>>): string {
  try {
    resolveEnvironments([change(changes)]);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const ONE_MISTAKE = "1 mistake in environments/; nothing was done.\n\ntest: ";

/** The only mistake of a changed test environment, from its field on. */
export function mistakeIn(changes: Readonly<Record<string, unknown>>): string {
  const message = resolve(changes);
  expect(message.slice(0, ONE_MISTAKE.length)).toBe(ONE_MISTAKE);
  return message.slice(ONE_MISTAKE.length);
}
