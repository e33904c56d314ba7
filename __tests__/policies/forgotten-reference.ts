import { isObject } from "../../policies/values";

type Json = Readonly<Record<string, unknown>>;

/**
 * A stack in which nothing depends on a resource any more, by the mistakes that hide it: no `depends_on`, and instead of
 * a reference to one of its arguments what is written there, as text or as a reference to something before it.
 */
export function forget(stack: Json, address: string): Json {
  const [type = "", id = ""] = address.split(".");
  const resources = stack.resource as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const written = resources[type]?.[id] ?? {};
  const reference = new RegExp(`\\$\\{${address.replace(/[.-]/g, "\\$&")}\\.(\\w+)\\}`, "g");

  const without = (value: unknown): unknown => {
    if (typeof value === "string")
      return value.replace(reference, (_, argument: string) => valueOf(type, written, argument));
    if (Array.isArray(value)) return value.map(without);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === "depends_on" && Array.isArray(inner)
          ? inner.filter((other) => other !== address)
          : without(inner),
      ]),
    );
  };
  return without(stack) as Json;
}

function valueOf(type: string, written: Json, argument: string): string {
  const value = written[argument];
  if (typeof value === "string") return value;
  return type === "aws_ssm_parameter" && argument === "arn"
    ? `arn:aws:ssm:eu-west-1:111122223333:parameter${String(written.name)}`
    : "as-text";
}
