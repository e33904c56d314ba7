import type { Policy } from "../policy";

const DOCUMENTS = [
  "assume_role_policy",
  "container_definitions",
  "event_pattern",
  "policy",
  "redrive_policy",
];

export const jsonDocuments: Policy = {
  name: "json-documents",
  reason: "AWS cannot read it.",
  source: 'RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format"',
  check: ({ type, body }) =>
    type.startsWith("aws_")
      ? DOCUMENTS.flatMap((argument) => {
          const problem = problemOf(body[argument]);
          return problem ? [`${argument} is no JSON (${problem}): write it with Fn.jsonencode`] : [];
        })
      : [],
};

function problemOf(document: unknown): string | undefined {
  // One expression as a whole is Terraform's to encode.
  if (typeof document !== "string" || /^\$\{[^]*\}$/.test(document)) return undefined;
  try {
    // An expression outside quotes may become a number.
    JSON.parse(document.replaceAll(/\$\{[^}]*\}/g, "0"));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
