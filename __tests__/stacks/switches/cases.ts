import { CIPHERTEXT } from "../../helpers/ciphertext";

type Changes = Readonly<Record<string, unknown>>;

/** One setting, or some that belong together, from their default or another value to a new one. */
export interface Switch {
  /** Where it starts, e.g. `{ "worker.runs": "service" }` for a setting that needs it. @default the test environment */
  readonly from?: Changes;
  readonly to: Changes;
  /** The data that is lost when it is switched on, or off. The review must name it. */
  readonly losesOn?: readonly string[];
  readonly losesOff?: readonly string[];
}

const DATABASE = ["aws_db_instance.database_instance"];
const LARGE = { "hosts.instanceType": "t3.large" };
const PRIVATE = { ranges: ["10.9.20.0/24", "10.9.21.0/24"], nat: "one", hosts: true };
const SES = { kind: "ses", from: "Shop <no-reply@shop.example>", identity: "create", dmarc: "none" };
const IDENTITY = {
  identity: "github-oidc",
  deployRepository: "example/shop",
  deployEnvironment: "test",
  planRepository: "example/shop-infrastructure",
};

const WORKER_NUMBERS = {
  memoryMiB: 192,
  timeoutSeconds: 100,
  stopTimeoutSeconds: 110,
  sleepSeconds: 5,
  maxSeconds: 1_800,
};
const SLOW = { name: "slow", queues: ["reports"], ...WORKER_NUMBERS };
const REPORTS = { reports: { visibilityTimeoutSeconds: 630, maxReceiveCount: 2 } };
const MORE_WORKERS = { ...LARGE, queues: REPORTS };

const GROWN = {
  "scheduler.runs": "eventbridge",
  "web.scaling": { maximum: 3, cpuUnits: 256 },
  workers: [{ ...SLOW, runs: "service" }],
};

/** Every setting of an environment, with the ones that create something alone. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
  "switched off": {
    from: { ...MORE_WORKERS, ...GROWN },
    to: { ...MORE_WORKERS, ...GROWN, running: false },
    // Starts of the schedule that failed.
    losesOn: ["aws_sqs_queue.schedule_dead-letters"],
  },

  "private subnets for the hosts": { to: { "network.privateSubnets": PRIVATE } },
  "a NAT gateway in each zone": {
    from: { "network.privateSubnets": PRIVATE },
    to: { "network.privateSubnets": { ...PRIVATE, nat: "one-per-zone" } },
  },
  "hosts in public subnets again": {
    from: { "network.privateSubnets": PRIVATE },
    to: { "network.privateSubnets": { ...PRIVATE, hosts: false } },
  },

  "no domain": { to: { domain: undefined } },
  "another domain": { to: { domain: { name: "api.other.example", hostedZone: "other.example" } } },
  aliases: { to: { "domain.aliases": ["app.shop.example", "*.shop.example"] } },
  redirects: { to: { "domain.redirects": ["www.shop.example"] } },
  "a certificate of the account": { to: { "domain.certificate": "existing" } },

  "no protection of the load balancer": { to: { "loadBalancer.deletionProtection": false } },
  "no access logs": {
    to: { "loadBalancer.accessLogs": false },
    losesOn: ["aws_s3_bucket.access-logs_bucket"],
  },

  "other hosts": {
    to: {
      ...{ "hosts.instanceType": "t3.medium", "hosts.minimum": 2, "hosts.maximum": 4 },
      ...{
        "hosts.ecsAmiRelease": "2023.0.20260210",
        "hosts.ecsAmiKernel": "6.12",
        "hosts.rootVolumeGiB": 40,
      },
    },
  },
  "spot hosts": { to: { "hosts.purchase": "spot" } },
  "more ports to the internet": { to: { "hosts.egressPorts": [6_379] } },

  "a larger database": {
    to: {
      ...{ "database.instanceClass": "db.t4g.small", "database.storageGiB": 50, "database.multiAz": true },
      ...{
        "database.maximumStorageGiB": 200,
        "database.engineVersion": "8.4.6",
        "database.slowQuerySeconds": 2,
      },
      ...{ "database.backupRetentionDays": 14, "database.backupWindow": "01:00-01:30" },
      ...{ "database.maintenanceWindow": "mon:04:00-mon:04:30" },
    },
  },
  "another schema": { to: { "database.databaseName": "shop" }, losesOn: DATABASE, losesOff: DATABASE },
  "another owner of the schema": {
    to: { "database.username": "owner" },
    losesOn: DATABASE,
    losesOff: DATABASE,
  },
  "a new password of the database": { to: { "database.password": { source: "generated", version: 2 } } },
  "an encrypted password of the database": {
    to: { "database.password": { source: "ciphertext", ciphertext: CIPHERTEXT } },
  },
  "a user of the application": {
    to: { "database.applicationUser": { username: "shop", password: { source: "generated", version: 2 } } },
    losesOff: ["aws_ssm_parameter.application-user-password_parameter"],
  },
  "a user of the application with an encrypted password": {
    from: { "database.applicationUser": {} },
    to: { "database.applicationUser": { password: { source: "ciphertext", ciphertext: CIPHERTEXT } } },
  },
  "no protection of the database": { to: { "database.deletionProtection": false } },
  "no final snapshot": { to: { "database.finalSnapshot": false } },
  "snapshots of releases": { to: { "database.releaseSnapshots": 3 } },
  "copies in another region": {
    from: { files: { kind: "create" } },
    to: { files: { kind: "create" }, "database.copies": { region: "eu-central-1", days: 40 } },
    // The copies stay: their vault is forgotten.
    losesOff: ["aws_backup_vault.daily-backups_vault"],
  },
  "copies in another account": {
    from: { "database.copies": { region: "eu-central-1" } },
    to: { "database.copies": { region: "eu-west-1", account: "999988887777" } },
  },
  Valkey: {
    to: { cache: { kind: "valkey", nodeType: "cache.t4g.small", multiAz: true, snapshotRetentionDays: 3 } },
    losesOff: ["aws_elasticache_replication_group.cache_group"],
  },
  drills: { to: { "database.drill": true } },

  "web tasks that scale": {
    from: LARGE,
    to: {
      ...LARGE,
      "web.desiredCount": 2,
      "web.scaling": { maximum: 3, cpuUnits: 256, cpuPercent: 50, requestsPerTaskPerMinute: 600 },
    },
  },
  "other limits of requests": {
    from: LARGE,
    to: {
      ...{ ...LARGE, "web.maximumUploadMiB": 40, "web.requestSeconds": 90, "web.stopTimeoutSeconds": 100 },
      ...{ "web.nginx.memoryMiB": 256, "web.app.memoryMiB": 640, "web.healthCheckGracePeriodSeconds": 60 },
    },
  },

  "a FIFO queue": {
    to: { "queue.fifo": true },
    losesOn: ["aws_sqs_queue.queue_dead-letters", "aws_sqs_queue.queue_jobs"],
    losesOff: ["aws_sqs_queue.queue_dead-letters", "aws_sqs_queue.queue_jobs"],
  },
  "other limits of jobs": {
    to: {
      ...{ "queue.visibilityTimeoutSeconds": 240, "queue.maxReceiveCount": 3 },
      worker: WORKER_NUMBERS,
    },
  },
  "more queues": {
    from: LARGE,
    to: {
      ...LARGE,
      queues: REPORTS,
      "worker.queues": ["reports", "default"],
      "queue.visibilityTimeoutSeconds": 630,
    },
    losesOff: ["aws_sqs_queue.queue-reports_dead-letters", "aws_sqs_queue.queue-reports_jobs"],
  },
  "a service of workers": { from: LARGE, to: { ...LARGE, worker: { runs: "service", desiredCount: 2 } } },
  "workers that scale": {
    from: { ...LARGE, worker: { runs: "service" } },
    to: { ...LARGE, worker: { runs: "service", scaling: { maximum: 3, waitSeconds: 600 } } },
  },
  "another group of workers": {
    from: { ...MORE_WORKERS, "worker.queues": ["default", "reports"] },
    to: { ...MORE_WORKERS, workers: [{ ...SLOW, desiredCount: 2 }] },
    losesOff: ["aws_cloudwatch_log_group.worker_slow-log_group"],
  },
  "a group of workers in every web task": {
    from: { ...MORE_WORKERS, workers: [SLOW] },
    to: { ...MORE_WORKERS, workers: [{ ...SLOW, runs: "sidecar" }] },
  },
  "a group of workers that scales": {
    from: { ...MORE_WORKERS, workers: [SLOW] },
    to: { ...MORE_WORKERS, workers: [{ ...SLOW, scaling: { maximum: 2, waitSeconds: 600 } }] },
  },

  "Laravel Horizon": {
    from: { ...LARGE, cache: { kind: "valkey", multiAz: true } },
    to: {
      ...{ ...LARGE, cache: { kind: "valkey", multiAz: true } },
      worker: { runs: "horizon", memoryMiB: 320 },
    },
  },

  "a scheduler of EventBridge": {
    to: { "scheduler.runs": "eventbridge" },
    losesOff: ["aws_sqs_queue.schedule_dead-letters"],
  },
  "no scheduler": { to: { "scheduler.runs": "none" } },
  "other limits of the scheduler and of commands": {
    to: { "scheduler.memoryMiB": 192, "scheduler.stopTimeoutSeconds": 60, "oneOffTask.memoryMiB": 320 },
  },
  "a shell": { to: { shell: true } },

  files: {
    to: { files: { kind: "create", uploadOrigins: ["https://www.shop.example"] } },
  },
  "files without protection": {
    from: { files: { kind: "create" } },
    to: { files: { kind: "create", deletionProtection: false } },
  },
  "files in another bucket": {
    to: {
      files: {
        kind: "existing",
        bucket: "company-media",
        keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    },
  },

  "mail by SES": { to: { mail: SES } },
  "mail by SES with another policy": { from: { mail: SES }, to: { mail: { ...SES, dmarc: "reject" } } },
  "mail of another identity": {
    to: { mail: { kind: "ses", from: SES.from, identity: "existing", configurationSet: "shop-other" } },
  },
  "mail by SMTP": {
    to: {
      mail: { kind: "smtp", host: "smtp.example.net", port: 587, username: "shop" },
      "secrets.MAIL_PASSWORD": { source: "operator" },
    },
    losesOff: ["aws_ssm_parameter.secret-MAIL_PASSWORD_parameter"],
  },

  "more rights": {
    to: {
      permissions: [
        { actions: ["rekognition:DetectLabels"], resources: ["*"], reason: "It has no resource." },
      ],
    },
  },
  "more settings": { to: { "env.FEATURE": "on" } },
  "more secrets": {
    to: { "secrets.TOKEN": { source: "generated" } },
    losesOff: ["aws_ssm_parameter.secret-TOKEN_parameter"],
  },
  "a new secret": { to: { "secrets.APP_KEY": { source: "generated", version: 2 } } },
  "an encrypted secret": { to: { "secrets.APP_KEY": { source: "ciphertext", ciphertext: CIPHERTEXT } } },

  Slack: {
    to: { slack: { channel: "#deploys", icon: ":whale:", username: "shop" } },
    losesOff: [
      "aws_cloudwatch_log_group.deploy-notifier_log",
      "aws_sqs_queue.deploy-notifier_undelivered_queue",
      "aws_ssm_parameter.slack-webhook_parameter",
    ],
  },
  "more messages": { from: { slack: {} }, to: { slack: { progress: true, reserveConcurrency: true } } },

  "a user for CI": { to: { ci: { identity: "iam-user" } } },
  "CI of other repositories": {
    to: {
      ci: {
        ...{ identity: "github-oidc", deployRepository: "example/other", deployEnvironment: "other" },
        ...{ planRepository: "example/other-infrastructure", defaultBranch: "trunk" },
      },
    },
  },
  "the OIDC provider of the account": { to: { ci: { ...IDENTITY, provider: "existing" } } },

  "logs for longer": { to: { "logs.retentionDays": 90, "logs.accessLogDays": 180 } },
  "no alarms": { to: { "alarms.enabled": false } },
  "e-mails of alarms": { to: { "alarms.topic": { kind: "create", emails: ["operators@shop.example"] } } },
  "a topic of the account": {
    to: { "alarms.topic": { kind: "existing", arn: "arn:aws:sns:eu-west-1:111122223333:operators" } },
  },
  "no dashboard": { to: { dashboard: false } },
};
