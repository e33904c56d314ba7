import { LARGEST_TASK_DEFINITION_BYTES } from "../../facts/aws-limits";
import { namesOf } from "../../facts/names";
import { DERIVED_SETTINGS } from "../laravel-settings";
import type { Problem } from "../messages/problem";
import { show, showSafely } from "../messages/show";
import { looksLikeSecretName, secretKindOf } from "../../facts/secret-marks";
import type { Check } from "./check";

/** Laravel prefers these to derived ones, or appends them (config/database.php: `url`, `unix_socket`; config/queue.php: `suffix`). */
const OVERRIDING_SETTINGS = ["DB_URL", "DB_SOCKET", "SQS_SUFFIX"];

/** From the database's own parameter, in every container. */
const DERIVED_SECRET = "DB_PASSWORD";

const derivedSettingsAreLeftOut: Check = ({ env, secrets }) =>
  [
    ...Object.keys(env).map((name) => ({ name, path: `env.${name}`, got: showSafely([name], env[name]) })),
    ...Object.keys(secrets).map((name) => ({ name, path: `secrets.${name}`, got: show(secrets[name]) })),
  ].flatMap(({ name, path, got }) =>
    [...DERIVED_SETTINGS, ...OVERRIDING_SETTINGS].includes(name) ||
    (name === DERIVED_SECRET && path.startsWith("secrets"))
      ? [
          {
            path,
            got,
            allowed: "settings that do not follow from the infrastructure",
            fix: OVERRIDING_SETTINGS.includes(name)
              ? "Remove it: Laravel would take it instead of what is derived."
              : "Remove it: it is derived.",
          },
        ]
      : [],
  );

const settingsHaveOneSource: Check = ({ env, secrets }) =>
  Object.keys(env).flatMap((name) =>
    name in secrets
      ? [
          {
            path: `env.${name}`,
            got: "the same name in env and in secrets",
            allowed: "one of the two; ECS takes one without a word",
            fix: "Remove it from env.",
          },
        ]
      : [],
  );

const envHoldsNoSecret: Check = ({ env }) =>
  Object.entries(env).flatMap(([name, value]) => {
    const kind = secretKindOf(value);
    if (!kind && !looksLikeSecretName(name)) return [];
    const fix =
      name === DERIVED_SECRET
        ? "Remove it: it is derived, and made by AWS."
        : `Move it: secrets: { ${name}: { source: "operator" } }. If the value was real, replace it: it is in git.`;
    return [
      {
        path: `env.${name}`,
        got: showSafely([name], value),
        allowed: kind
          ? `plain settings; the value looks like ${kind}`
          : "plain settings; the name is that of a secret",
        fix,
      },
    ];
  });

/** Truthy for PHP and Laravel's env(): anything but these. */
const FALSE_WORDS = ["", "0", "false", "(false)", "null", "(null)", "empty", "(empty)"];
const DEVELOPMENT = ["local", "dev", "development", "testing"];

const productionIsNotDebugged: Check = ({ production, env: { APP_DEBUG } }) =>
  !production || APP_DEBUG === undefined || FALSE_WORDS.includes(APP_DEBUG.toLowerCase())
    ? []
    : [
        {
          path: "env.APP_DEBUG",
          got: show(APP_DEBUG),
          allowed: '"false" in production: the debug page shows settings and secrets to everybody',
          fix: "Remove it: Laravel's default is false.",
        },
      ];

const productionIsNotLocal: Check = ({ production, env: { APP_ENV } }) =>
  !production || APP_ENV === undefined || !DEVELOPMENT.includes(APP_ENV.toLowerCase())
    ? []
    : [
        {
          path: "env.APP_ENV",
          got: show(APP_ENV),
          allowed: '"production" where production is true',
          fix: 'Write "production".',
        },
      ];

/**
 * A value that a reader of `.env` files takes the quotes off, whatever is inside: escaped quotes, other quotes, or
 * U+2028, which a dot does not match. A quote alone is a value, as for CSV_ENCLOSURE.
 */
const QUOTED = /^(["'])[^]*\1$/;

/** The longest line the agent's scanner takes (bufio.MaxScanTokenSize); a longer one fails the task. */
const LONGEST_LINE = 65_535;

/**
 * What an environment file of ECS cannot carry, by its reader: agent/taskresource/envFiles/envfile.go of
 * aws/amazon-ecs-agent (2026-11). It splits lines and cuts at the first `=`, and does nothing else that a reader of
 * `.env` files, like Laravel's, does. No text of an environment has line breaks (`texts.ts`).
 */
const UNFIT: readonly {
  readonly when: (value: string, name: string) => boolean;
  readonly rule: string;
  readonly fix: string;
}[] = [
  {
    when: (value) => value !== value.trim(),
    rule: "no white space at either end; ECS would keep it, unseen",
    fix: "Trim it.",
  },
  {
    when: (value) => QUOTED.test(value.trim()),
    rule: "no quotes around it; ECS keeps them as part of the value",
    fix: "Remove the quotes, and the backslash before each quote inside.",
  },
  {
    when: (value) => /\s#/.test(value),
    rule: "no comment behind it; ECS keeps it as part of the value",
    fix: "Remove the comment, or the white space before #.",
  },
  {
    when: (value) => /\$\{\w+\}/.test(value),
    rule: "no ${OTHER}; ECS does not expand it",
    fix: "Write the value out.",
  },
  {
    when: (value, name) => Buffer.byteLength(`${name}=${value}`) > LONGEST_LINE,
    rule: `at most ${LONGEST_LINE} bytes with its name; a longer line keeps the task from starting`,
    fix: "Put it in a file of the image, or in S3.",
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

const appKeyIsSecret: Check = ({ secrets }) =>
  "APP_KEY" in secrets
    ? []
    : [
        {
          path: "secrets.APP_KEY",
          got: "nothing",
          allowed: "a source: without a key Laravel answers every request with an error",
          fix: 'Add APP_KEY: { source: "generated" }.',
        },
      ];

/** What the rest of a container's definition takes, on the careful side. */
const REST_OF_A_DEFINITION = 4 * 1024;

/** Each container of the application names every secret, with its ARN. */
const secretsFitTheTaskDefinition: Check = (environment) => {
  const { secrets, worker } = environment;
  const names = namesOf(environment);
  const containers = worker.runs === "sidecar" ? ["app", "worker", "nginx"] : ["app", "nginx"];
  const named = Object.keys(secrets).map((name) => ({ name, valueFrom: names.secret(name).arn }));
  const bytes =
    containers.length * REST_OF_A_DEFINITION + (containers.length - 1) * JSON.stringify(named).length;
  if (bytes <= LARGEST_TASK_DEFINITION_BYTES) return [];
  return [
    {
      path: "secrets",
      got: `${named.length} secrets: a task definition of about ${Math.ceil(bytes / 1024)} KiB`,
      allowed: `as many as fit the ${LARGEST_TASK_DEFINITION_BYTES / 1024} KiB of a task definition`,
      fix: "Remove some, or keep values that belong together as one secret, e.g. as JSON.",
    },
  ];
};

export const settingChecks = [
  secretsFitTheTaskDefinition,
  derivedSettingsAreLeftOut,
  settingsHaveOneSource,
  envHoldsNoSecret,
  productionIsNotDebugged,
  productionIsNotLocal,
  envFitsEnvironmentFile,
  appKeyIsSecret,
];
