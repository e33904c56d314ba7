import type { Policy } from "../policy";
import { number, unless } from "../values";

/** 62 letters and digits to the 22nd power: 128 bits. */
const SHORTEST = 22;

/** Of Secrets Manager. */
const DEFAULT_LENGTH = 32;

export const secretStrength: Policy = {
  name: "secret-strength",
  reason: "A short secret is guessed.",
  source: 'AWS: "GetRandomPassword", AWS Secrets Manager API Reference; NIST SP 800-131A',
  types: ["ephemeral.aws_secretsmanager_random_password"],
  check: ({ body }) => {
    const length = number(body.password_length ?? DEFAULT_LENGTH) ?? DEFAULT_LENGTH;
    return unless(length >= SHORTEST, `password_length is ${length}: use ${SHORTEST} or more`);
  },
};
