import { looksLikeSecretName, secretKindOf } from "../../facts/secret-marks";
import { containersOf, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, found, isObject, number, text, unless } from "../values";

const SUFFIX = "_wo";

export const writeOnlyValues: Policy = {
  name: "write-only-values",
  reason: "The plain argument is written to the state, which the write-only argument avoids.",
  source: 'Terraform: "Use write-only arguments"',
  check: ({ body }) =>
    Object.keys(body)
      .filter((argument) => argument.endsWith(SUFFIX))
      .flatMap((writeOnly) => {
        const plain = writeOnly.slice(0, -SUFFIX.length);
        return [
          ...(body[plain] === undefined ? [] : [`${plain} is set as well as ${writeOnly}: remove ${plain}`]),
          ...(body[`${writeOnly}_version`] === undefined
            ? [`${writeOnly} has no ${writeOnly}_version, so a new value is never written: add it`]
            : []),
        ];
      }),
};

const PLAIN_ARGUMENTS = ["password", "master_password", "secret_string", "auth_token"];

const problemOf = (name: string, value: unknown): string | undefined => {
  const kind = secretKindOf(text(value) ?? "");
  if (kind) return `${name} is ${kind}`;
  return looksLikeSecretName(name) && text(value) !== "" ? `${name} looks like a secret` : undefined;
};

export const plainSecrets: Policy = {
  name: "plain-secrets",
  reason:
    "The secret can be read in git, in the state, in every plan and by everyone with permission to describe the resource.",
  source: 'AWS: "Use Secrets Manager secrets and Parameter Store parameters", Amazon ECS Developer Guide',
  check: (block, stack) => {
    const { type, body } = block;
    const containers = containersOf(block, stack).flatMap((container) =>
      blocks(container.environment).flatMap(({ name, value }) => {
        const problem = problemOf(String(name), value);
        const what = `${titleOf(container)}: ${problem}: set its parameter in secrets`;
        return problem ? found("container", what, nameOf(container)) : [];
      }),
    );
    const variables = blocks(body.environment).flatMap(({ variables }) =>
      Object.entries(isObject(variables) ? variables : {}).flatMap(([name, value]) => {
        const problem = problemOf(name, value);
        return problem
          ? found("function", `environment: ${problem}: read it from a parameter when the function runs`)
          : [];
      }),
    );
    const written = PLAIN_ARGUMENTS.filter((argument) => body[argument] !== undefined).map((argument) =>
      found("argument", `${argument} is written to the state: use ${argument}_wo`),
    );
    const value =
      type === "aws_ssm_parameter" && body.type === "SecureString" && body.value !== undefined
        ? [found("parameter", "value is written to the state: use value_wo")]
        : [];
    const userData = secretKindOf(stack.scriptOf(body.user_data));
    return [
      ...containers,
      ...variables,
      ...written,
      ...value,
      ...(userData
        ? [found("user-data", `user_data has ${userData}: let the host read it from a parameter`)]
        : []),
    ];
  },
};

/** 62 letters and digits to the 22nd power: 128 bits. */
const SHORTEST = 22;

/** The default of Secrets Manager. */
const DEFAULT_LENGTH = 32;

export const secretStrength: Policy = {
  name: "secret-strength",
  reason: "A short secret can be guessed.",
  source: 'AWS: "GetRandomPassword", AWS Secrets Manager API Reference; NIST SP 800-131A',
  types: ["ephemeral.aws_secretsmanager_random_password"],
  check: ({ body }) => {
    const length = number(body.password_length ?? DEFAULT_LENGTH) ?? DEFAULT_LENGTH;
    return unless(length >= SHORTEST, `password_length is ${length}: use ${SHORTEST} or more`);
  },
};
