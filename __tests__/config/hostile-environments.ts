/** Values by path, as `change` takes them; undefined removes one. */
type Changes = Readonly<Record<string, unknown>>;

/** An environment that would break or endanger something, and what its fix leads to. */
export interface HostileEnvironment {
  readonly changes: Changes;

  /** The same with the fix of the message followed. */
  readonly followed: Changes;

  /** Accepted, with a warning. */
  readonly warned?: true;

  /** @default 1: one cause is one mistake */
  readonly mistakes?: number;
}

const PRODUCTION = { production: true, "database.multiAz": true, slack: {} };
const KMS = Buffer.from([1, 2, 2, 0, 0x78, 0, 1, 2]).toString("base64");
const encoded = (text: string) => Buffer.from(text).toString("base64");

/** One field with a wrong value, and the value that the fix names. */
const field = (path: string, wrong: unknown, right: unknown, others: Changes = {}): HostileEnvironment => ({
  changes: { ...others, [path]: wrong },
  followed: { ...others, [path]: right },
});

/** A setting of Laravel that is removed. */
const removed = (name: string, value = "1"): HostileEnvironment => field(`env.${name}`, value, undefined);

/** A cheap choice of production, which is then named. */
const named = (risk: string, changes: Changes): HostileEnvironment => ({
  changes: { ...PRODUCTION, ...changes },
  followed: { ...PRODUCTION, ...changes, acceptedRisks: [risk] },
});

const warned = (changes: Changes, followed: Changes): HostileEnvironment => ({
  changes,
  followed,
  warned: true,
});

/** By what they do. */
export const HOSTILE_ENVIRONMENTS: Readonly<Record<string, HostileEnvironment>> = {
  // Roles and other environments.
  "the deploy repository is a pattern": field("ci.deployRepository", "example/*", "example/api"),
  "the deploy repository is an URL": field(
    "ci.deployRepository",
    "https://github.com/example/api",
    "example/api",
  ),
  "the deploy repository has a variable of IAM": field(
    "ci.deployRepository",
    "${aws:username}/api",
    "example/api",
  ),
  "the deploy repository goes on in another part of the subject": field(
    "ci.deployRepository",
    "a/b:ref:x",
    "a/b",
  ),
  "the plan repository is a pattern": field("ci.planRepository", "*/*", "example/infrastructure"),
  "the GitHub environment is a pattern": field("ci.deployEnvironment", "prod*", "test"),
  "the default branch is a pattern": field("ci.defaultBranch", "*", "main"),
  "a role for an IAM user, whose key lasts": warned({ ci: { identity: "iam-user" } }, {}),

  // Secrets in git.
  "a password in env": field("env.MAIL_PASSWORD", "hunter2", undefined),
  "a password by a short name": field("env.SMTP_PW", "hunter2", undefined),
  "the application key in env": field("env.HARMLESS", `base64:${"A".repeat(43)}=`, undefined),
  "the application key in place of its source": field("secrets.APP_KEY", `base64:${"A".repeat(43)}=`, {
    source: "generated",
  }),
  "an AWS key in env": field("env.HARMLESS", "AKIAIOSFODNN7EXAMPLE", undefined),
  "a Stripe key in env": field("env.HARMLESS", "sk_live_0123456789", undefined),
  "a SendGrid key in env": field("env.HARMLESS", `SG.${"a".repeat(22)}.${"b".repeat(43)}`, undefined),
  "a Google key in env": field("env.HARMLESS", `AIza${"a".repeat(35)}`, undefined),
  "an OpenAI key in env": field("env.HARMLESS", `sk-proj-${"a".repeat(40)}`, undefined),
  "a GitHub token in env": field("env.HARMLESS", `ghp_${"a".repeat(36)}`, undefined),
  "a Slack webhook in env": field("env.HARMLESS", "https://hooks.slack.com/services/T0/B0/x", undefined),
  "a password inside an address": field(
    "env.HARMLESS",
    "redis://default:hunter2@cache.example:6379",
    undefined,
  ),
  "a private key in env": field("env.HARMLESS", "-----BEGIN RSA PRIVATE KEY-----", undefined),
  "a webhook as the channel of Slack": field(
    "slack.channel",
    "https://hooks.slack.com/services/T0/B0/x",
    "#deploy",
  ),
  "a ciphertext that is the encoded password": field(
    "database.password",
    { source: "ciphertext", ciphertext: encoded("hunter2") },
    { source: "ciphertext", ciphertext: KMS },
  ),
  "a secret whose ciphertext is encoded text": field(
    "secrets.MAIL_PASSWORD",
    { source: "ciphertext", ciphertext: encoded("correct horse") },
    { source: "ciphertext", ciphertext: KMS },
  ),

  // Names that something else takes, or that beat a derived one.
  "a migration at every start": removed("MIGRATE"),
  "another path": removed("PATH", "/tmp"),
  "a library that is loaded first": removed("LD_PRELOAD", "/tmp/x.so"),
  "another php.ini": removed("PHPRC", "/tmp"),
  "another number of workers": removed("FPM_MAX_CHILDREN", "500"),
  "another memory limit of PHP": removed("PHP_MEMORY_LIMIT", "2G"),
  "another server for AWS": removed("AWS_ENDPOINT_URL", "https://example.com"),
  "another profile of AWS": removed("AWS_PROFILE", "admin"),
  "another address of the credentials": removed("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com"),
  "another metadata endpoint": removed("ECS_CONTAINER_METADATA_URI_V4", "http://example.com"),
  "another database by its URL": removed("DB_URL", "mysql://other.example/db"),
  "another database by its socket": removed("DB_SOCKET", "/tmp/mysql.sock"),
  "another database host": removed("DB_HOST", "other.example"),
  "another queue": removed("SQS_QUEUE", "other"),
  "another end of the queue's name": removed("SQS_SUFFIX", "-other"),
  "proxies that are all trusted": removed("TRUSTED_PROXIES", "*"),
  "AWS keys instead of the role": field("secrets.AWS_SECRET_ACCESS_KEY", { source: "operator" }, undefined),

  // Sizes.
  "a web container that php-fpm does not start in": field("web.app.memoryMiB", 128, 192),
  "a worker that the kernel kills": field("worker.memoryMiB", 32, 128),
  "a scheduler that the kernel kills": field("scheduler.memoryMiB", 64, 128),
  "a migration that the kernel kills": field("oneOffTask.memoryMiB", 64, 128),
  "a host that the tasks do not fit on": field("hosts.instanceType", "t3.nano", "t3.small"),
  "an unknown instance type": field("hosts.instanceType", "t3.smal", "t3.small"),
  "memory as text": field("web.app.memoryMiB", "512M", 512, { "hosts.instanceType": "t3.medium" }),
  "a class of EC2 for the database": field("database.instanceClass", "t4g.micro", "db.t4g.micro"),
  "two billion tasks": field("web.desiredCount", 2_000_000_000, 1),
  "as many hosts as are needed without a replacement": field("hosts.maximum", 2, 3, { "hosts.minimum": 2 }),

  // Needs that nothing grants.
  "mail by a closed port": {
    changes: { "env.MAIL_MAILER": "smtp", "env.MAIL_PORT": "587" },
    followed: { "env.MAIL_MAILER": "smtp", "env.MAIL_PORT": "587", "hosts.egressPorts": [587] },
  },
  "mail by the closed port of Laravel's default": {
    changes: { "env.MAIL_MAILER": "smtp" },
    followed: { "env.MAIL_MAILER": "smtp", "hosts.egressPorts": [2525] },
  },
  "Redis by a closed port": {
    changes: { "env.REDIS_HOST": "cache.example" },
    followed: { "env.REDIS_HOST": "cache.example", "hosts.egressPorts": [6379] },
  },
  "files in S3 without rights": {
    changes: { "env.FILESYSTEM_DISK": "s3" },
    followed: { files: { kind: "create" } },
  },
  "a disk beside the bucket of the files": field("env.FILESYSTEM_DISK", "local", undefined, {
    files: { kind: "create" },
  }),
  "mail by SES without rights": {
    changes: { "env.MAIL_MAILER": "ses" },
    followed: {
      "env.MAIL_MAILER": "ses",
      permissions: [
        {
          actions: ["ses:SendEmail", "ses:SendRawEmail"],
          resources: ["arn:aws:ses:eu-west-1:111122223333:identity/shop.example"],
        },
      ],
    },
  },
  "mail from a domain of another zone": field(
    "mail",
    { kind: "ses", from: "Shop <no-reply@other.example>" },
    { kind: "ses", from: "Shop <no-reply@other.example>", identity: "existing" },
  ),
  "a mailer beside the one that follows": field("env.MAIL_MAILER", "log", undefined, {
    mail: { kind: "ses", from: "no-reply@shop.example" },
  }),
  "a login without its password": field(
    "secrets.MAIL_PASSWORD",
    undefined,
    { source: "operator" },
    {
      mail: { kind: "smtp", host: "smtp.example.com", port: 587, username: "shop" },
    },
  ),
  "the right to every file of the account": field(
    "permissions",
    [{ actions: ["s3:GetObject"], resources: ["*"], reason: "convenient" }],
    [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::company-media/*"] }],
  ),
  "the right to become the deploy role": field(
    "permissions",
    [{ actions: ["sts:AssumeRole"], resources: ["arn:aws:iam::111122223333:role/shop-*"] }],
    [{ actions: ["sts:AssumeRole"], resources: ["arn:aws:iam::444455556666:role/reports"] }],
  ),
  "the right to every action of a service": field(
    "permissions",
    [{ actions: ["ses:*"], resources: ["arn:aws:ses:eu-west-1:111122223333:identity/shop.example"] }],
    [{ actions: ["ses:SendEmail"], resources: ["arn:aws:ses:eu-west-1:111122223333:identity/shop.example"] }],
  ),

  // What is lost.
  "logs in a file": field("env.LOG_CHANNEL", "single", "stack"),
  "no logs": field("env.LOG_CHANNEL", "null", "stack"),
  "logs in a file, by the stack": field("env.LOG_STACK", "single", undefined),
  "sessions of each of several containers": field("env.SESSION_DRIVER", "file", undefined, {
    "hosts.instanceType": "t3.large",
    "web.desiredCount": 2,
  }),
  "sessions that a release ends": warned({ "env.SESSION_DRIVER": "file" }, {}),
  "files of production that a release loses": {
    changes: { ...PRODUCTION, "env.FILESYSTEM_DISK": "public" },
    followed: { ...PRODUCTION, files: { kind: "create" } },
  },
  "files of production that a release loses, on purpose": named("container-files", {
    "env.FILESYSTEM_DISK": "local",
  }),
  "files of production that can be deleted": named("no-deletion-protection", {
    files: { kind: "create", deletionProtection: false },
  }),
  "files in the bucket of the state": field(
    "files",
    { kind: "existing", bucket: "shop-terraform-state-111122223333" },
    { kind: "existing", bucket: "shop-uploads" },
  ),
  "files in the bucket of the settings": field(
    "files",
    { kind: "existing", bucket: "shop-test-settings-111122223333" },
    { kind: "create" },
  ),
  "files under a key of another region": field(
    "files",
    {
      kind: "existing",
      bucket: "shop-uploads",
      keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
    { kind: "existing", bucket: "shop-uploads" },
  ),
  "uploads from every page": field(
    "files",
    { kind: "create", uploadOrigins: ["*"] },
    { kind: "create", uploadOrigins: ["https://www.shop.example"] },
  ),
  "files that a release loses": warned({ "env.FILESYSTEM_DISK": "local" }, {}),

  // Production's cheap choices.
  "production that is not marked": field("production", false, true, {
    environment: "production",
    "database.multiAz": true,
    slack: {},
  }),
  "production on plain HTTP": named("plain-http", { domain: undefined }),
  "production without alarms": named("no-alarms", { "alarms.enabled": false }),
  "production whose alarms reach no one": named("no-alarms", { slack: undefined }),
  "production with one day of backups": named("short-backups", { "database.backupRetentionDays": 1 }),
  "production with one day of logs": named("short-logs", { "logs.retentionDays": 1 }),
  "production with a shell": { ...named("shell-access", { shell: true }) },
  "production on spot hosts": named("spot-hosts", { "hosts.purchase": "spot" }),
  "production in one zone": named("single-az-database", { "database.multiAz": false }),
  "production that can be deleted": named("no-deletion-protection", { "database.deletionProtection": false }),
  "production without a last snapshot": named("no-final-snapshot", { "database.finalSnapshot": false }),
  "production with the debug page": field("env.APP_DEBUG", "true", undefined, PRODUCTION),
  "production with APP_ENV local": field("env.APP_ENV", "local", "production", PRODUCTION),

  // Times.
  "a job that is processed twice": field("queue.visibilityTimeoutSeconds", 60, 120),
  "a sidecar that every deployment waits twelve hours for": {
    changes: {
      "worker.timeoutSeconds": 43_000,
      "worker.stopTimeoutSeconds": 43_000,
      "queue.visibilityTimeoutSeconds": 43_200,
    },
    followed: {
      "worker.runs": "service",
      "worker.timeoutSeconds": 43_000,
      "worker.stopTimeoutSeconds": 43_000,
      "queue.visibilityTimeoutSeconds": 43_200,
    },
  },
  "a job that is killed at a release": field("worker.stopTimeoutSeconds", 30, 60),
  "long jobs on spot hosts": warned(
    {
      "hosts.purchase": "spot",
      "worker.timeoutSeconds": 500,
      "worker.stopTimeoutSeconds": 500,
      "queue.visibilityTimeoutSeconds": 600,
    },
    { "hosts.purchase": "spot" },
  ),
  "a backup during the maintenance": field(
    "database.maintenanceWindow",
    "sun:02:00-sun:02:30",
    "sun:04:00-sun:04:30",
    {
      "database.backupWindow": "02:00-02:30",
    },
  ),
  "an AMI of a day that does not exist": field("hosts.ecsAmiRelease", "2023.0.20260230", "2023.0.20260226"),
  "an AMI of the future": field("hosts.ecsAmiRelease", "2023.0.20990101", "2023.0.20260226"),

  // Places.
  // Its subnets are outside it, too.
  "a network that a VPC cannot have": {
    ...field("network.cidr", "169.254.0.0/16", "10.9.0.0/16"),
    mistakes: 5,
  },
  "a region of another partition": field("region", "cn-north-1", "eu-west-1"),
  "a bucket for two purposes": field("stateBucket", "shop-test-settings-111122223333", undefined),
  "an account id with hyphens": field("accountId", "1111-2222-3333", "111122223333"),
  "a domain that is an URL": field("domain.name", "https://api.shop.example/v1", "api.shop.example"),
  "a domain outside its zone": field("domain.name", "api.other.example", "api.shop.example"),
  "a name with an underscore": field("application", "shop_api", "shop-api"),
  "an unknown field": field("hosts.instanceTyp", "t3.small", undefined),
  "a comment in a value": warned({ "env.APP_TAGLINE": "Fast # really" }, {}),
  "a value in quotes": field("env.APP_NAME", '"Shop"', "Shop"),
  "a value with a reference": field("env.APP_TAGLINE", "${APP_NAME} shop", "shop shop"),
};
