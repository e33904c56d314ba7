import { derivedSettings, laravelSettings } from "../../../config/laravel-settings";
import { resolveEnvironments } from "../../../config/resolve-environments";
import { change, mistakeIn, resolve } from "../change";

const production = { production: true, "database.multiAz": true, slack: {} };

/** An environment of which only these fields matter here. */
const BARE = {
  application: "shop",
  env: {},
  queues: {},
  cache: { kind: "database" as const },
  worker: { runs: "sidecar" as const },
};

describe("plain settings", () => {
  it.each([
    "MAIL_PASSWORD",
    "STRIPE_SECRET",
    "GITHUB_TOKEN",
    "PUSHER_APP_KEY",
    "AWS_ACCESS_KEY_ID",
    "SENTRY_LARAVEL_DSN",
    "LOG_SLACK_WEBHOOK_URL",
    "GOOGLE_CREDENTIALS",
    "PASSPORT_PRIVATE_KEY",
  ])("have no name of a secret, like %s", (name) => {
    expect(resolve({ [`env.${name}`]: "dull" })).toContain(
      `Move it: secrets: { ${name}: { source: "operator" } }.`,
    );
  });

  it.each([
    "AUTH_PASSWORD_TIMEOUT",
    "SANCTUM_TOKEN_PREFIX",
    "PASSPORT_PUBLIC_KEY",
    "VITE_PUSHER_APP_KEY",
    "COMPASS",
    "MONKEY",
  ])("may be called %s", (name) => {
    expect(resolve({ [`env.${name}`]: "dull" })).toBe("accepted");
  });

  it.each([
    ["a Slack webhook", "https://hooks.slack.com/services/T0/B0/x"],
    ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
    ["an application key of Laravel", `base64:${"A".repeat(43)}=`],
    ["an address with a password in it", "redis://default:hunter2@cache.example:6379"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
  ])("do not look like %s", (kind, value) => {
    expect(resolve({ "env.HARMLESS": value })).toContain(`plain settings; the value looks like ${kind}`);
  });

  it("omit what follows from the infrastructure", () => {
    expect(resolve({ "env.DB_HOST": "db.example", "secrets.DB_PASSWORD": { source: "generated" } }))
      .toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was done.

     test: env.DB_HOST
       got      "db.example"
       allowed  settings that do not follow from the infrastructure
       fix      Remove it: it is derived.

     test: secrets.DB_PASSWORD
       got      an object with source, version
       allowed  settings that do not follow from the infrastructure
       fix      Remove it: it is derived."
    `);
  });

  it("that follow from the infrastructure are these", () => {
    expect(derivedSettings(BARE).sort()).toEqual([
      "APP_URL",
      "AWS_DEFAULT_REGION",
      "CACHE_STORE",
      "DB_CONNECTION",
      "DB_DATABASE",
      "DB_HOST",
      "DB_PORT",
      "DB_USERNAME",
      "MYSQL_ATTR_SSL_CA",
      "QUEUE_CONNECTION",
      "SQS_PREFIX",
      "SQS_QUEUE",
      "TRUSTED_PROXIES",
    ]);
  });

  it("that follow from a bucket for files are two more", () => {
    const files = { kind: "create" as const, deletionProtection: true };
    expect(derivedSettings({ ...BARE, files })).toEqual(
      expect.arrayContaining(["FILESYSTEM_DISK", "AWS_BUCKET"]),
    );
    const message = resolve({
      files: { kind: "create" },
      "env.FILESYSTEM_DISK": "local",
      "env.AWS_BUCKET": "b",
    });
    expect(message).toContain('test: env.FILESYSTEM_DISK\n  got      "local"');
    expect(message).toContain("2 mistakes");
    expect(resolve({ "env.AWS_BUCKET": "of-another-disk" })).toBe("accepted");
  });

  it.each<[string, Record<string, unknown>]>([
    ["without any", {}],
    ["with a bucket for files", { files: { kind: "create" } }],
    ["with mail by SES", { mail: { kind: "ses", from: "no-reply@shop.example" } }],
    ["with mail by a server", { mail: { kind: "smtp", host: "smtp.example.com", port: 587 } }],
  ])("of an environment %s are the derived ones", (_, changes) => {
    const [environment] = resolveEnvironments([change({ env: {}, ...changes })]);
    const values = {
      url: "",
      databaseAddress: "",
      queueName: "",
      filesBucketName: "shop-files",
      cacheAddress: "",
    };
    const derived = environment && laravelSettings({ environment, ...values });
    expect(Object.keys(derived ?? {}).sort()).toEqual(derivedSettings(environment ?? BARE).sort());
    if (environment?.files)
      expect(derived).toMatchObject({ FILESYSTEM_DISK: "s3", AWS_BUCKET: "shop-files" });
  });

  it.each(["DB_URL", "DB_SOCKET", "SQS_SUFFIX"])("do not override derived settings with %s", (name) => {
    expect(resolve({ env: { [name]: "other" } })).toContain(
      "Laravel would use it instead of the derived settings",
    );
  });

  it("have one source each", () => {
    expect(mistakeIn({ "env.LOG_LEVEL": "info", "secrets.LOG_LEVEL": { source: "operator" } }))
      .toMatchInlineSnapshot(`
     "env.LOG_LEVEL
       got      the same name in env and in secrets
       allowed  one of the two: ECS would silently use one of them
       fix      Remove it from env."
    `);
  });

  it.each(["lower", "WITH-HYPHEN", "1ST", "export A", "", "#A"])("are not called %j", (name) => {
    expect(resolve({ env: { [name]: "x" } })).toContain("upper-case letters, digits and underscores");
  });

  it("cannot enable the debug page in production", () => {
    expect(mistakeIn({ ...production, "env.APP_DEBUG": "true" })).toMatchInlineSnapshot(`
     "env.APP_DEBUG
       got      "true"
       allowed  "false" in production: the debug page shows settings and secrets to every visitor
       fix      Remove it: Laravel's default is false."
    `);
    expect(resolve({ ...production, "env.APP_DEBUG": "1", "env.APP_ENV": "local" })).toContain("2 mistakes");
    expect(resolve({ ...production, "env.APP_DEBUG": "false", "env.APP_ENV": "production" })).toBe(
      "accepted",
    );
  });

  it("can enable the debug page elsewhere", () => {
    expect(resolve({ "env.APP_DEBUG": "true", "env.APP_ENV": "local" })).toBe("accepted");
  });
});
