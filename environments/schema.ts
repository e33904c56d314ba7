import { z } from "zod";

/**
 * What may differ between environments: names, sizes, switches. Everything else is the same everywhere and
 * stands in the constructs.
 *
 * The types, the defaults and the documentation of every field come from here. Rules that look at more than
 * one field are in `checks/`.
 */

const lowerCaseName = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(
      /^[a-z](?:-?[a-z0-9])*$/,
      "lower-case letters, digits and single hyphens, beginning with a letter",
    );

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id like ${prefix}-0123456789abcdef0`);

const cidr = z.cidrv4("an IPv4 range, like 10.0.0.0/16");
const hostname = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    "one host name in lower case, like api.example.com, without a wildcard",
  );
const settingName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, "upper-case letters, digits and underscores, not beginning with a digit");
const port = z.int().min(1).max(65_535);
const version = z
  .int()
  .min(1)
  .default(1)
  .describe("Raise it by one to make the secret anew (or to apply a new ciphertext).");

/** Where a secret comes from. None of these ways writes it to git, to the synthesized JSON or to the state. */
const ciphertextSource = z.strictObject({
  source: z.literal("ciphertext"),
  ciphertext: z
    .base64("the base64 text that `ops encrypt` printed")
    .min(1, "the base64 text that `ops encrypt` printed")
    .describe(
      "What `npm run ops -- encrypt <environment>` printed: encrypted under the environment's own KMS key.",
    ),
  version,
});

const generatedSource = z.strictObject({
  source: z.literal("generated").describe("Made by AWS at the first deploy and known to nobody."),
  version,
});

const newNetwork = z.strictObject({
  kind: z.literal("create"),
  cidr: cidr.describe("The VPC's range, /16 to /28, e.g. 10.0.0.0/16."),
  publicSubnets: z
    .array(cidr)
    .describe(
      "One range per availability zone, in its order: load balancer and hosts live here (no NAT: cheap).",
    ),
  databaseSubnets: z
    .array(cidr)
    .describe("One range per availability zone, in its order: isolated, without a route to the internet."),
});

const adoptedNetwork = newNetwork.extend({
  kind: z
    .literal("adopt")
    .describe("The network was made by hand; Terraform takes it over by import, destroying nothing."),
  vpcId: id("vpc"),
  internetGatewayId: id("igw"),
  publicRouteTableId: id("rtb"),
  publicSubnetIds: z.array(id("subnet")).describe("The subnets behind `publicSubnets`, in the same order."),
  databaseSubnetIds: z
    .array(id("subnet"))
    .default([])
    .describe(
      "The subnets behind `databaseSubnets`, in the same order. Default: none yet, they are created.",
    ),
});

const usedNetwork = z.strictObject({
  kind: z
    .literal("use")
    .describe("The network belongs to somebody else: its ids are referenced, nothing in it is changed."),
  cidr: cidr.describe("The VPC's range: nginx trusts the load balancer's X-Forwarded-For from here."),
  vpcId: id("vpc"),
  publicSubnetIds: z
    .array(id("subnet"))
    .describe("In at least two zones, with a route to an internet gateway."),
  databaseSubnetIds: z.array(id("subnet")).describe("In at least two zones."),
});

const domain = z.strictObject({
  name: hostname.describe("The API's host name, e.g. api.example.com."),
  hostedZone: hostname.describe("The Route 53 zone the name lies in, e.g. example.com. It must exist."),
  certificate: z
    .enum(["create", "existing"])
    .default("create")
    .describe(
      "`create` requests one from ACM, validated by DNS; `existing` looks up an issued one for exactly this name.",
    ),
});

const loadBalancer = z.strictObject({
  deletionProtection: z.boolean().default(true),
  accessLogs: z
    .boolean()
    .default(true)
    .describe("One log object per five minutes and node to S3, kept `logs.accessLogDays`."),
});

const hosts = z.strictObject({
  instanceType: z
    .string()
    .describe("Its memory must hold two copies of the web task and a one-off task, e.g. t3.small (2 GiB)."),
  purchase: z.enum(["on-demand", "spot"]).default("on-demand"),
  minimum: z.int().min(1).default(1),
  maximum: z
    .int()
    .min(2)
    .default(2)
    .describe("At least one more than `minimum`: a host is replaced by launching first."),
  ecsAmiRelease: z
    .string()
    .regex(/^2023\.0\.20\d{6}$/, "a release of the ECS-optimized Amazon Linux 2023 AMI, like 2023.0.20260226")
    .describe(
      "Pinned, so that no plan replaces the host just because AWS published an image. Newer ones: `aws ssm get-parameter" +
        " --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_version`.",
    ),
  rootVolumeGiB: z.int().min(30).max(16_384).default(30).describe("The AMI's own snapshot is 30 GiB."),
  egressPorts: z
    .array(port)
    .min(1)
    .default([443])
    .describe("TCP ports on which the containers may call the internet. Add 587 for SMTP."),
});

const database = z.strictObject({
  instanceClass: z.string().regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "an RDS instance class, like db.t4g.micro"),
  engineVersion: z
    .string()
    .regex(/^8\.4(\.\d+)?$/, "8.4 or a patch of it (MySQL 8.0 left standard support on 2026-07-31)")
    .default("8.4"),
  storageGiB: z.int().min(20).max(65_536).default(20).describe("gp3 starts at 20 GiB."),
  maximumStorageGiB: z
    .int()
    .max(65_536)
    .default(100)
    .describe("RDS grows the volume by itself up to here; a volume never shrinks."),
  multiAz: z.boolean().default(false).describe("A standby in a second zone; doubles the instance's price."),
  databaseName: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,63}$/,
      "1 to 64 lower-case letters, digits and underscores, beginning with a letter",
    )
    .default("laravel"),
  username: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,15}$/,
      "1 to 16 lower-case letters, digits and underscores, beginning with a letter",
    )
    .default("laravel"),
  password: z
    .discriminatedUnion("source", [generatedSource, ciphertextSource])
    .prefault({ source: "generated" }),
  backupRetentionDays: z.int().min(1).max(35).default(7),
  backupWindow: z
    .string()
    .default("17:00-17:30")
    .describe("UTC, daily, hh:mm-hh:mm. The default is 02:00 in Tokyo."),
  maintenanceWindow: z
    .string()
    .default("sat:18:00-sat:18:30")
    .describe("UTC, weekly, ddd:hh:mm-ddd:hh:mm, at least 30 minutes, outside the backup window."),
  deletionProtection: z.boolean().default(true),
  finalSnapshot: z
    .boolean()
    .default(true)
    .describe("Whether a last snapshot is taken when the database is destroyed."),
  slowQuerySeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("Statements slower than this go to the slow log."),
});

const container = z.strictObject({
  memoryMiB: z.int().min(32).describe("A hard limit: the container is killed above it."),
});

const web = z.strictObject({
  desiredCount: z.int().min(1).default(1),
  nginx: container.prefault({ memoryMiB: 64 }),
  app: container.prefault({ memoryMiB: 384 }),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(120)
    .default(60)
    .describe("From the stop signal to the kill, for requests in flight."),
  healthCheckGracePeriodSeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(120)
    .describe("How long a new task may fail the load balancer's health check while Laravel boots."),
});

const queue = z.strictObject({
  fifo: z.boolean().default(false).describe("Strict order and no duplicates, at a tenth of the throughput."),
  visibilityTimeoutSeconds: z
    .int()
    .min(1)
    .max(43_200)
    .default(120)
    .describe("How long a job that was taken stays hidden. Longer than `worker.timeoutSeconds`."),
  maxReceiveCount: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe("How often a job is taken before it goes to the dead letters. At least `worker.tries`."),
});

const worker = z.strictObject({
  runs: z
    .enum(["sidecar", "service", "none"])
    .default("sidecar")
    .describe("Beside PHP-FPM in every web task, as a service of its own, or not at all. The queue stays."),
  desiredCount: z.int().min(1).default(1).describe("How many, where it is a service of its own."),
  memoryMiB: z.int().min(32).default(160),
  timeoutSeconds: z.int().min(1).max(43_000).default(60).describe("A job that takes longer is killed."),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(43_000)
    .default(90)
    .describe("From the stop signal to the kill, for the job in hand. At least `timeoutSeconds`."),
  tries: z.int().min(1).default(3),
  sleepSeconds: z.int().min(0).default(3).describe("How long a worker that found no job waits."),
  maxSeconds: z
    .int()
    .min(60)
    .default(3_600)
    .describe("After which a worker ends and is started anew, so that no leak grows for ever."),
});

const scheduler = z.strictObject({
  runs: z
    .enum(["service", "eventbridge", "none"])
    .default("service")
    .describe("One task that is always there, a task started every minute, or not at all."),
  memoryMiB: z.int().min(32).default(160),
});

const oneOffTask = z.strictObject({
  memoryMiB: z.int().min(32).default(256).describe("The memory of a migration, kept free on the host."),
});

const secret = z.discriminatedUnion("source", [
  generatedSource,
  ciphertextSource,
  z.strictObject({
    source: z
      .literal("operator")
      .describe(
        "Terraform makes the parameter; its value is put by `aws ssm put-parameter --overwrite` and left alone.",
      ),
  }),
]);

const ci = z.discriminatedUnion("identity", [
  z.strictObject({
    identity: z.literal("github-oidc"),
    deployRepository: z
      .string()
      .describe(
        "owner/name of the Laravel repository whose workflow deploys; owner@id/name@id where GitHub's tokens name it so" +
          " (repositories made or renamed since 2026-07-15; `gh api repos/<owner>/<name> --jq '.owner.id,.id'`).",
      ),
    deployEnvironment: z
      .string()
      .describe("The GitHub environment its deploy job runs in; protect it by reviewers."),
    planRepository: z
      .string()
      .describe("This project's repository, whose pull requests are planned, in the same form."),
    provider: z
      .enum(["create", "existing"])
      .default("create")
      .describe(
        "An account has one GitHub OIDC provider: one environment creates it, the others say `existing`.",
      ),
  }),
  z.strictObject({
    identity: z
      .literal("iam-user")
      .describe(
        "The first article's way. Its access key is made by hand, as Terraform would write it to the state.",
      ),
  }),
]);

const logs = z.strictObject({
  retentionDays: z
    .literal([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ])
    .default(30)
    .describe("CloudWatch Logs knows these numbers only."),
  accessLogDays: z.int().min(1).default(90),
});

/** A cheap choice that production refuses unless it is named in `acceptedRisks`. */
export const RISKS = [
  "spot-hosts",
  "single-az-database",
  "no-deletion-protection",
  "no-final-snapshot",
] as const;

export const environmentSchema = z.strictObject({
  application: lowerCaseName(20).describe("What runs here, e.g. `api`. Every physical name begins with it."),
  environment: lowerCaseName(20).describe("Which of its environments this is, e.g. `production`."),
  production: z
    .boolean()
    .describe("Whether customers depend on it: cheap choices must then be named in `acceptedRisks`."),
  acceptedRisks: z.array(z.enum(RISKS)).default([]),
  accountId: z
    .string()
    .regex(/^\d{12}$/, "the 12 digits of an AWS account")
    .describe("The only account these stacks may be applied to."),
  region: z.string().describe("Where everything runs, e.g. ap-northeast-1."),
  availabilityZones: z.array(z.string()).describe("Two or more, e.g. ap-northeast-1a and ap-northeast-1c."),
  stateBucket: z
    .string()
    .optional()
    .describe(
      "Holds the Terraform state. Default: <application>-terraform-state-<accountId>, made by `ops bootstrap`.",
    ),

  network: z.discriminatedUnion("kind", [newNetwork, adoptedNetwork, usedNetwork]),
  domain: domain
    .optional()
    .describe("Default: none; the API answers on plain HTTP under the load balancer's name."),
  loadBalancer: loadBalancer.prefault({}),
  hosts,
  database,
  web: web.prefault({}),
  queue: queue.prefault({}),
  worker: worker.prefault({}),
  scheduler: scheduler.prefault({}),
  oneOffTask: oneOffTask.prefault({}),
  shell: z
    .boolean()
    .default(false)
    .describe(
      "Whether operators may open a shell in a container (ECS Exec). Its agent writes to the root file system, which is then writable.",
    ),
  env: z
    .record(settingName, z.string())
    .default({})
    .describe(
      "Laravel's plain settings, as in `.env`. What follows from the infrastructure (DB_*, APP_URL, ...) is derived.",
    ),
  secrets: z
    .record(settingName, secret)
    .prefault({ APP_KEY: { source: "generated" } })
    .describe("Environment variables that are secret, kept as SSM SecureStrings."),
  ci,
  logs: logs.prefault({}),
});

/** An environment as its file writes it: fields with a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** An environment with every default filled in. */
export type EnvironmentValues = z.output<typeof environmentSchema>;
