import type { Problem } from "../messages/problem";
import { showSafely } from "../messages/show";
import type { Check } from "./check";

/**
 * A value in quotes, which a parser of `.env` files removes. It may contain escaped quotes, other quotes, or U+2028, which a
 * dot does not match. A quote alone is a value, e.g. of CSV_ENCLOSURE.
 */
const QUOTED = /^(["'])[^]*\1$/;

/** The longest line that the ECS agent can read (bufio.MaxScanTokenSize). With a longer one the task fails. */
const LONGEST_LINE = 65_535;

/**
 * Values that an environment file of ECS cannot contain. The ECS agent (agent/taskresource/envFiles/envfile.go of
 * aws/amazon-ecs-agent, 2026-11) splits lines and cuts at the first `=`; unlike Laravel's parser of `.env` files it does
 * nothing else. No text of an environment has line breaks (`texts.ts`).
 */
const UNFIT: readonly {
  readonly when: (value: string, name: string) => boolean;
  readonly rule: string;
  readonly fix: string;
}[] = [
  {
    when: (value) => value !== value.trim(),
    rule: "no white space at either end; ECS would keep it as part of the value",
    fix: "Trim it.",
  },
  {
    when: (value) => QUOTED.test(value.trim()),
    rule: "no quotes around it; ECS keeps them as part of the value",
    fix: "Remove the quotes, and the backslash before each quote inside.",
  },
  {
    when: (value) => /\$\{\w+\}/.test(value),
    rule: "no ${OTHER}; ECS does not expand it",
    fix: "Write the value out.",
  },
  {
    when: (value, name) => Buffer.byteLength(`${name}=${value}`) > LONGEST_LINE,
    rule: `at most ${LONGEST_LINE} bytes with its name; with a longer line the task does not start`,
    fix: "Store it in a file of the image, or in S3.",
  },
];

const envFitsEnvironmentFile: Check = ({ env }) =>
  Object.entries(env).flatMap(([name, value]) =>
    UNFIT.filter(({ when }) => when(value, name)).map(({ rule, fix }): Problem => ({
      path: `env.${name}`,
      got: showSafely([name], value),
      allowed: rule,
      fix,
    })),
  );

export const environmentFileChecks = [envFitsEnvironmentFile];
