import type { Policy } from "../policy";

const SUFFIX = "_wo";

export const writeOnlyValues: Policy = {
  name: "write-only-values",
  reason: "The plain argument is written to the state, which the write-only one is there to avoid.",
  source: 'Terraform: "Use write-only arguments"',
  check: ({ body }) =>
    Object.keys(body)
      .filter((argument) => argument.endsWith(SUFFIX))
      .flatMap((writeOnly) => {
        const plain = writeOnly.slice(0, -SUFFIX.length);
        return [
          ...(body[plain] === undefined ? [] : [`${plain} stands beside ${writeOnly}: remove ${plain}`]),
          ...(body[`${writeOnly}_version`] === undefined
            ? [`${writeOnly} has no ${writeOnly}_version, so it would never be written again: add it`]
            : []),
        ];
      }),
};
