import { blocksOf, isObject } from "../../../facts/terraform-json";
import { isNothing, UNKNOWN } from "../values";

/** What a rule deletes, and when: after so many days, or all but so many. A date in a rule counts as 0. */
interface Expiry {
  readonly what: string;
  readonly number: number;
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : 0);

/** Whether anything is deleted that no earlier rule deleted, or sooner, or more of it. */
const isSooner = (before: readonly Expiry[], after: readonly Expiry[]) =>
  after.some(
    ({ what, number }) => !before.some((earlier) => earlier.what === what && earlier.number <= number),
  );

/** Whether the lifecycle rules of a bucket delete objects, or their earlier versions, sooner than before. */
export const deletesFilesSooner = (before: unknown, after: unknown): boolean =>
  isSooner(fileExpiries(before), fileExpiries(after));

function fileExpiries(rules: unknown): Expiry[] {
  return blocksOf(rules)
    .filter(({ status }) => status !== "Disabled")
    .flatMap(({ filter, prefix, expiration, noncurrent_version_expiration: earlier }) => {
      const what = (kind: string) => [kind, ...valuesIn({ filter, prefix })].join(" ");
      return [
        ...blocksOf(expiration)
          .filter(({ days, date }) => !isNothing(days) || !isNothing(date))
          .map(({ days }) => ({ what: what("objects"), number: numberOf(days) })),
        ...blocksOf(earlier).map(({ noncurrent_days: days }) => ({
          what: what("earlier versions"),
          number: numberOf(days),
        })),
      ];
    });
}

/** The values in a filter. A plan may have an unset one as null, as "" or not at all. */
function valuesIn(value: unknown, path = ""): string[] {
  if (isNothing(value)) return [];
  return typeof value === "object"
    ? Object.entries(value ?? {})
        .flatMap(([key, each]) => valuesIn(each, `${path}.${key}`))
        .sort()
    : [`${path}=${JSON.stringify(value)}`];
}

/** Whether the lifecycle policy of an image repository deletes more images than before, or sooner. */
export function deletesImagesSooner(before: unknown, after: unknown): boolean {
  if (before === after || after === UNKNOWN) return false;
  const [was, is] = [imageExpiries(before), imageExpiries(after)];
  return is === undefined ? !isNothing(after) : isSooner(was ?? [], is);
}

/** Undefined for a policy that is not JSON. */
function imageExpiries(policy: unknown): Expiry[] | undefined {
  const rules = parsed(policy);
  return rules?.map(({ selection }) => {
    const { countNumber, ...what } = isObject(selection) ? selection : {};
    return { what: JSON.stringify(what), number: numberOf(countNumber) };
  });
}

function parsed(policy: unknown) {
  try {
    const document: unknown = typeof policy === "string" ? JSON.parse(policy) : undefined;
    return isObject(document) ? blocksOf(document.rules) : undefined;
  } catch {
    return undefined;
  }
}
