import { isRecord, listOf } from "./values";

/** One thing a policy document allows or denies: one action of one principal on one resource. */
export interface Permission {
  readonly effect: "Allow" | "Deny";

  /** Empty in a document that is attached to whom it is for. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;

  /** As JSON with sorted keys; empty without a condition. */
  readonly condition: string;
}

/** What a document says. */
export interface Permissions {
  readonly single: readonly Permission[];

  /** Statements that name what they are not about (`NotAction`, `NotResource`, `NotPrincipal`), as they stand. */
  readonly inverted: readonly string[];
}

/** Stands in a document for a value that is known only after the deploy. */
export const LATER = "(known after the deploy)";

const NOTHING: Permissions = { single: [], inverted: [] };

/** Takes a document apart; one that is not JSON says nothing. */
export function permissionsOf(document: unknown): Permissions {
  const statements = typeof document === "string" ? listOf(statementsOf(document)) : [];
  return statements.filter(isRecord).reduce<Permissions>((all, statement) => {
    const inverted = ["NotAction", "NotResource", "NotPrincipal"].some((key) => key in statement);
    if (inverted) return { ...all, inverted: [...all.inverted, canonical({ ...statement, Sid: undefined })] };

    const { Effect, Principal, Action, Resource, Condition } = statement;
    const effect = Effect === "Deny" ? "Deny" : "Allow";
    const condition = isRecord(Condition) && Object.keys(Condition).length > 0 ? canonical(Condition) : "";
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

/** What one document allows and the other did not: new permissions, and denials that are gone. */
export function widened(before: Permissions, after: Permissions): Permissions {
  const uncovered = (effect: Permission["effect"], these: Permissions, those: Permissions) =>
    these.single
      .filter((each) => each.effect === effect)
      .filter((each) => !those.single.some((other) => other.effect === effect && covers(other, each)));
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

/** Whether the wider permission includes the other. A condition only narrows; two different ones are not compared. */
const covers = (wider: Permission, other: Permission) =>
  (wider.condition === "" || matches(wider.condition, other.condition, false)) &&
  matches(wider.principal, other.principal) &&
  matches(wider.action.toLowerCase(), other.action.toLowerCase()) &&
  matches(wider.resource, other.resource);

/** Whether a pattern takes in a value. What is known only after the deploy is taken for what stood in its place. */
function matches(pattern: string, value: string, isPattern = true): boolean {
  if (pattern === value) return true;
  if (value.includes(LATER)) return isLike(pattern, value.replaceAll(LATER, "*"));
  if (pattern.includes(LATER)) return isLike(value, pattern.replaceAll(LATER, "*"));
  return isPattern && isLike(value, pattern);
}

/** IAM's wildcards: `*` is any characters, `?` any one. In one pass with one step back, whatever the pattern. */
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
    return isRecord(parsed) ? parsed.Statement : undefined;
  } catch {
    return undefined;
  }
};

const principalsOf = (principal: unknown): string[] =>
  isRecord(principal)
    ? Object.entries(principal).flatMap(([kind, names]) =>
        texts(names).map((name) => (kind === "AWS" ? name : `${kind}: ${name}`)),
      )
    : texts(principal ?? "");

const texts = (value: unknown) => listOf(value).map(String);

/** JSON whose keys are sorted and whose one-element lists are their element, as IAM sees no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (Array.isArray(each)) return each.length === 1 ? (each[0] as unknown) : each.map(String).sort();
    return isRecord(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  });
}
