import { blocksOf, listOf } from "../../facts/terraform-json";
import { LATER } from "./policy-document";
import type { Values } from "./values";
import { isNothing, UNKNOWN } from "./values";

/** Arguments with which a document includes the text of others, which is not compared. */
const INCLUDES = ["override_json", "override_policy_documents", "source_json", "source_policy_documents"];

/** Whether the statements of an `aws_iam_policy_document` are all that it renders. */
export const isWhole = (data: Values): boolean => INCLUDES.every((argument) => isNothing(data[argument]));

/**
 * The policy that an `aws_iam_policy_document` renders from its arguments. Terraform renders it only at apply if the document
 * depends on anything that changes, even on a tag.
 */
export function documentOf(data: Values): string {
  const Statement = blocksOf(data.statement).map((statement) => ({
    Effect: statement.effect === "Deny" ? "Deny" : "Allow",
    ...texts("Action", statement.actions),
    ...texts("NotAction", statement.not_actions),
    ...texts("Resource", statement.resources),
    ...texts("NotResource", statement.not_resources),
    ...principals("Principal", statement.principals),
    ...principals("NotPrincipal", statement.not_principals),
    ...conditions(statement.condition),
  }));
  return JSON.stringify({ Statement });
}

const text = (value: unknown) => (typeof value === "string" ? value : LATER);

function texts(key: string, values: unknown) {
  if (values === UNKNOWN) return { [key]: LATER };
  return isNothing(values) ? {} : { [key]: listOf(values).map(text) };
}

function principals(key: string, blocks: unknown) {
  const by = blocksOf(blocks).map(
    ({ type, identifiers }) => [text(type), texts("is", identifiers).is] as const,
  );
  if (by.length === 0) return {};
  return { [key]: by.some(([type]) => type === "*") ? "*" : Object.fromEntries(by) };
}

function conditions(blocks: unknown) {
  const tests: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of blocksOf(blocks)) {
    tests[text(test)] = { ...tests[text(test)], [text(variable)]: texts("is", values).is };
  }
  return Object.keys(tests).length === 0 ? {} : { Condition: tests };
}
