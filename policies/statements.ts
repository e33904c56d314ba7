import type { Block } from "./block";
import { blocks, list } from "./values";

interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly unknown[];
}

/** A statement of a policy document that allows something. */
export interface Allowance {
  /** Its sid, or its number where it has none. */
  readonly at: string;
  /** How a violation names it. */
  readonly title: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly principals: readonly { readonly type: unknown; readonly identifiers: readonly unknown[] }[];
  readonly conditions: readonly Condition[];
}

/** What a `data.aws_iam_policy_document` allows; denials are left out. */
export function allowancesOf({ body }: Block): Allowance[] {
  return blocks(body.statement).flatMap((statement, index) =>
    (statement.effect ?? "Allow") === "Allow"
      ? {
          at: statementName(statement.sid, index),
          title: `statement ${statementName(statement.sid, index)}`,
          actions: list(statement.actions).map(String),
          resources: list(statement.resources),
          principals: blocks(statement.principals).map(({ type, identifiers }) => ({
            type,
            identifiers: list(identifiers),
          })),
          conditions: blocks(statement.condition).map(({ test, variable, values }) => ({
            test: String(test),
            variable: String(variable),
            values: list(values),
          })),
        }
      : [],
  );
}

/** Whether the statement is of a resource policy, in which `*` means that resource. */
export function isOfAResource(allowance: Allowance): boolean {
  return allowance.principals.length > 0;
}

/** Identifies a statement within its document. */
export const statementName = (sid: unknown, index: number): string =>
  typeof sid === "string" ? sid : String(index + 1);
