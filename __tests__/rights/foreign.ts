import type { Request } from "../helpers/iam";
import type { AwsCall, Place } from "./aws-call";

/** An account that is not ours. */
export const STRANGER = "999999999999";

/** The same call about another account, another environment, or in another context: none of it may be allowed. */
export function foreignOf({ action, resource, context = {}, also = {} }: AwsCall, place: Place): Request[] {
  const { name, accountId } = place.environment;
  const elsewhere = (from: string, to: string): Request => ({
    action,
    resource: resource.replaceAll(from, to),
    context: Object.fromEntries(
      Object.entries({ ...context, ...also }).map(([key, value]) => [key, valueElsewhere(value, from, to)]),
    ),
  });
  return [
    elsewhere(accountId, STRANGER),
    // A name that begins alike, too.
    elsewhere(name, `${name}2`),
    elsewhere(name, "billing"),
    ...Object.keys(context).map((key) => ({
      action,
      resource,
      context: { ...context, ...also, [key]: "other" },
    })),
    ...Object.keys(context).map((key) => ({
      action,
      resource,
      context: Object.fromEntries(Object.entries({ ...context, ...also }).filter(([other]) => other !== key)),
    })),
  ].filter((request) => request.resource !== resource || differs(request.context, context));
}

const valueElsewhere = (value: string | readonly string[], from: string, to: string) =>
  typeof value === "string"
    ? value.replaceAll(from, to)
    : value.map((each: string) => each.replaceAll(from, to));

const differs = (one: Request["context"] = {}, other: Request["context"] = {}) =>
  Object.entries(other).some(([key, value]) => one[key] !== value);
