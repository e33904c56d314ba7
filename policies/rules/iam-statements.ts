import { nearest } from "../../facts/did-you-mean";
import type { Policy } from "../policy";
import { blocks, isObject } from "../values";

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

export const iamStatements: Policy = {
  name: "iam-statements",
  reason: "IAM refuses a policy with an element it does not know, when half of the stack is made.",
  source: 'AWS: "IAM JSON policy elements reference", IAM User Guide',
  check: ({ body }, stack) =>
    Object.entries(body).flatMap(([argument, value]) => {
      const document = stack.parse(value);
      if (!isObject(document) || document.Statement === undefined) return [];
      return blocks(document.Statement).flatMap((statement, index) => {
        const title = `${argument}: statement ${typeof statement.Sid === "string" ? statement.Sid : index + 1}`;
        return [
          ...Object.keys(statement)
            .filter((element) => !ELEMENTS.includes(element))
            .map(
              (element) =>
                `${title} has ${element}: write ${nearest(element, ELEMENTS) ?? ELEMENTS.join(", ")}`,
            ),
          ...(statement.Effect === "Allow" || statement.Effect === "Deny"
            ? []
            : [`${title} has Effect ${JSON.stringify(statement.Effect)}: write "Allow" or "Deny"`]),
        ];
      });
    }),
};
