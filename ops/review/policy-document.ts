import { isObject, listOf } from "../../facts/terraform-json";

/** One permission of a policy document: one action of one principal on one resource. */
export interface Permission {
  readonly effect: "Allow" | "Deny";

  /** Empty in an identity policy. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;

  /** As JSON with sorted keys; empty without a condition. */
  readonly condition: string;
}

/** The permissions of a policy document. */
export interface Permissions {
  readonly single: readonly Permission[];

  /** Statements with `NotAction`, `NotResource` or `NotPrincipal`, unparsed. */
  readonly inverted: readonly string[];
}

/** Placeholder in a document for a value that is known only after apply. */
export const LATER = "(known after apply)";

const NOTHING: Permissions = { single: [], inverted: [] };

/** Whether a value is a policy document whose statements can be read. */
export const isDocument = (value: unknown): boolean =>
  typeof value === "string" && statementsOf(value) !== undefined;

/** The permissions of a document; none when it is not JSON. */
export function permissionsOf(document: unknown): Permissions {
  const statements = typeof document === "string" ? listOf(statementsOf(document)) : [];
  return statements.filter(isObject).reduce<Permissions>((all, statement) => {
    const inverted = ["NotAction", "NotResource", "NotPrincipal"].some((key) => key in statement);
    if (inverted) return { ...all, inverted: [...all.inverted, canonical({ ...statement, Sid: undefined })] };

    const { Effect, Principal, Action, Resource, Condition } = statement;
    const effect = Effect === "Deny" ? "Deny" : "Allow";
    const condition = isObject(Condition) && Object.keys(Condition).length > 0 ? canonical(Condition) : "";
    const single = principalsOf(Principal).flatMap((principal) =>
      texts(Action).flatMap((action) =>
        texts(Resource ?? "*").map((resource): Permission => ({
          effect,
          principal,
          action,
          resource,
          condition,
        })),
      ),
    );
    return { ...all, single: [...all.single, ...single] };
  }, NOTHING);
}

/** What a document newly allows: new permissions, and removed denials. */
export function widened(before: Permissions, after: Permissions): Permissions {
  const uncovered = (effect: Permission["effect"], these: Permissions, those: Permissions) => {
    const [ours, theirs] = [these, those].map(({ single }) =>
      single.filter((each) => each.effect === effect),
    ) as [Permission[], Permission[]];
    // What is known only after apply can be what one of theirs becomes, but not one that stays.
    const stay = new Set(ours.map((each) => JSON.stringify(each)));
    const become = theirs.filter((each) => !stay.has(JSON.stringify(each)));
    return ours.filter(
      (each) =>
        !become.some((other) => covers(other, each)) && !theirs.some((other) => covers(other, known(each))),
    );
  };
  return {
    single: [...uncovered("Allow", after, before), ...uncovered("Deny", before, after)],
    inverted: after.inverted.filter((statement) => !before.inverted.includes(statement)),
  };
}

/** Whether two documents allow and deny the same. */
export function equivalent(one: Permissions, other: Permissions): boolean {
  return [widened(one, other), widened(other, one)].every(
    ({ single, inverted }) => single.length === 0 && inverted.length === 0,
  );
}

/** The permission with another word for what is known only after apply, which then matches only a wildcard. */
const known = ({ principal, resource, condition, ...permission }: Permission): Permission => ({
  ...permission,
  principal: principal.replaceAll(LATER, "later"),
  resource: resource.replaceAll(LATER, "later"),
  condition: condition.replaceAll(LATER, "later"),
});

/** Whether the wider permission includes the other. A condition only narrows. Different conditions are not compared. */
const covers = (wider: Permission, other: Permission) =>
  (wider.condition === "" || matches(wider.condition, other.condition, false)) &&
  matches(wider.principal, other.principal) &&
  matches(wider.action.toLowerCase(), other.action.toLowerCase()) &&
  matches(wider.resource, other.resource);

/** Whether a pattern matches a value. A value that is known only after apply counts as unchanged. */
function matches(pattern: string, value: string, isPattern = true): boolean {
  if (pattern === value) return true;
  if (value.includes(LATER)) return isLike(pattern, value.replaceAll(LATER, "*"));
  if (pattern.includes(LATER)) return isLike(value, pattern.replaceAll(LATER, "*"));
  return isPattern && isLike(value, pattern);
}

/** IAM's wildcards: `*` is any characters, `?` is any one. Linear time: it backtracks to the last `*` only. */
function isLike(value: string, pattern: string): boolean {
  let [at, next, star, starAt] = [0, 0, -1, 0];
  while (at < value.length) {
    if (pattern[next] === "*") [star, starAt, next] = [next, at, next + 1];
    else if (pattern[next] === value[at] || (pattern[next] === "?" && value[at] !== "*"))
      [at, next] = [at + 1, next + 1];
    else if (star >= 0) [starAt, at, next] = [starAt + 1, starAt + 1, star + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(next));
}

const statementsOf = (document: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(document);
    return isObject(parsed) ? parsed.Statement : undefined;
  } catch {
    return undefined;
  }
};

const principalsOf = (principal: unknown): string[] =>
  isObject(principal)
    ? Object.entries(principal).flatMap(([kind, names]) =>
        texts(names).map((name) => (kind === "AWS" ? name : `${kind}: ${name}`)),
      )
    : texts(principal ?? "");

const texts = (value: unknown) => listOf(value).map(String);

/** JSON with sorted keys. A list of one element is that element, because IAM treats both alike. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (Array.isArray(each)) return each.length === 1 ? (each[0] as unknown) : each.map(String).sort();
    return isObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  });
}
