import type { Policy, Statement } from "../helpers/iam";

/** A policy with one thing less, and what that was. */
export interface Weaker {
  readonly what: string;
  readonly policy: Policy;

  /** The actions of the statement: no other call can tell the difference. */
  readonly actions: readonly string[];
}

const replaced = (policy: Policy, index: number, instead: Statement | undefined): Policy =>
  policy.flatMap((statement, at) => (at === index ? (instead ? [instead] : []) : [statement]));

const title = ({ Sid }: Statement) => Sid ?? "a statement";

/** The policy without each of its actions, and without each of its resources, one at a time. */
export const withoutOne = (policy: Policy, isMeant: (statement: Statement) => boolean): Weaker[] =>
  policy.flatMap((statement, index) => {
    if (statement.Effect === "Deny" || !isMeant(statement)) return [];
    const without = (element: "Action" | "Resource") =>
      (statement[element] ?? []).map((value, _, values) => {
        const rest = values.filter((other) => other !== value);
        return {
          actions: statement.Action,
          what: `${title(statement)} without ${value}`,
          policy: replaced(policy, index, rest.length === 0 ? undefined : { ...statement, [element]: rest }),
        };
      });
    return [...without("Action"), ...without("Resource")];
  });

/** The policy without each of its conditions, one at a time. */
export const withoutOneCondition = (
  policy: Policy,
  isMeant: (statement: Statement) => boolean = () => true,
): Weaker[] =>
  policy.flatMap((statement, index) =>
    Object.entries(
      statement.Effect === "Allow" && isMeant(statement) ? (statement.Condition ?? {}) : {},
    ).flatMap(([test, variables]) =>
      Object.keys(variables).map((variable) => {
        const others = Object.fromEntries(Object.entries(variables).filter(([other]) => other !== variable));
        return {
          actions: statement.Action,
          what: `${title(statement)} without ${test} ${variable}`,
          policy: replaced(policy, index, {
            ...statement,
            Condition: { ...statement.Condition, [test]: others },
          }),
        };
      }),
    ),
  );
