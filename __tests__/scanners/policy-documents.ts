import { blocks, list } from "../../policies/values";
import type { StackJson } from "../helpers/stacks";
import { resolve } from "./references";

/** The document that an argument refers to, as IAM writes it. */
export function policyDocument(reference: unknown, stack: StackJson): object {
  const id = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(String(reference))?.[1] ?? "";
  const document = stack.data.aws_iam_policy_document?.[id];
  if (document === undefined) throw new Error(`no policy document ${String(reference)}`);

  return {
    Version: "2012-10-17",
    Statement: blocks(document.statement).map((statement) => ({
      ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
      Effect: statement.effect ?? "Allow",
      Action: statement.actions,
      ...(statement.resources === undefined ? {} : { Resource: resolve(statement.resources, stack) }),
      ...(statement.principals === undefined ? {} : { Principal: principals(statement.principals, stack) }),
      ...(statement.condition === undefined ? {} : { Condition: conditions(statement.condition, stack) }),
    })),
  };
}

function principals(value: unknown, stack: StackJson): unknown {
  const everyone = blocks(value).some(({ type }) => type === "*");
  return everyone
    ? "*"
    : Object.fromEntries(blocks(value).map(({ type, identifiers }) => [type, resolve(identifiers, stack)]));
}

function conditions(value: unknown, stack: StackJson): object {
  const tests: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of blocks(value)) {
    // One value is written without its list, as people do.
    const resolved = list(resolve(values, stack));
    tests[String(test)] = {
      ...tests[String(test)],
      [String(variable)]: resolved.length === 1 ? resolved[0] : resolved,
    };
  }
  return tests;
}
