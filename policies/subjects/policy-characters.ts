import type { Block } from "../block";
import type { Policy } from "../policy";
import type { SynthesizedStack } from "../synthesized-stack";
import { textsIn } from "../template";
import { blocks, isObject } from "../values";

const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["policy"],
  aws_iam_user_policy: ["policy"],
  aws_iam_group_policy: ["policy"],
  aws_iam_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_kms_key_policy: ["policy"],
};

const OTHER = /[^\t\n\r\x20-\xff]/u;
const LONGEST = 60;

export const policyCharacters: Policy = {
  name: "policy-characters",
  reason: "IAM and KMS refuse a policy with other characters, when half of the stack is made.",
  source:
    'AWS: "CreateRole" and "PutRolePolicy", AWS IAM API Reference; "PutKeyPolicy", AWS KMS API Reference (Pattern)',
  types: Object.keys(DOCUMENTS),
  check: ({ type, body }, stack) =>
    [
      ...(DOCUMENTS[type] ?? []).map((argument) => ({ argument, document: body[argument] })),
      ...blocks(body.inline_policy).map(({ policy }) => ({ argument: "inline_policy", document: policy })),
    ].flatMap(({ argument, document }) =>
      [document, ...stack.localsIn(document), ...documentsIn(document, stack).map(({ body }) => body)]
        .flatMap(textsOf)
        .flatMap((text) => {
          const [character] = OTHER.exec(text) ?? [];
          return character === undefined
            ? []
            : [`${argument} has ${name(character)} in ${show(text)}: use characters up to U+00FF`];
        }),
    ),
};

/** The policy documents that a value refers to, and those that they are made of. */
function documentsIn(value: unknown, stack: SynthesizedStack): Block[] {
  const found = new Set<Block>();
  const waiting = [value];
  while (waiting.length > 0) {
    for (const document of stack.referredTo("data.aws_iam_policy_document", waiting.pop())) {
      if (found.has(document)) continue;
      found.add(document);
      waiting.push(document.body);
    }
  }
  return [...found];
}

/** What is written in a value, without what Terraform evaluates. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return textsIn(value);
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]) : [];
}

const name = (character: string) =>
  `${character} (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`;

const show = (text: string) => JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);
