import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import { CIPHERTEXT } from "./ciphertext";
import { withoutDomain } from "../e2e/variants";

if (production.network.kind !== "create") throw new Error("the fixtures are made from a new network");
const { cidr, publicSubnets, databaseSubnets } = production.network;

/** An id as EC2 makes them. */
const id = (kind: string, number = 0) => `${kind}-0123456789abcdef${number}`;
const vpcId = id("vpc");
const publicSubnetIds = [1, 2, 3].map((number) => id("subnet", number));
const databaseSubnetIds = [4, 5, 6].map((number) => id("subnet", number));

/** Production after its first success: private hosts, tasks and workers that follow the load, a standby database, drills, copies elsewhere. */
export const grown: EnvironmentInput = {
  ...production,
  acceptedRisks: [],
  network: {
    ...production.network,
    privateSubnets: { ranges: ["10.0.20.0/24", "10.0.21.0/24", "10.0.22.0/24"], nat: "one-per-zone" },
  },
  hosts: { ...production.hosts, instanceType: "t3.medium", minimum: 2, maximum: 4 },
  database: {
    ...production.database,
    multiAz: true,
    applicationUser: {},
    drill: true,
    releaseSnapshots: 3,
    copies: { region: "ap-northeast-3" },
  },
  web: { desiredCount: 2, scaling: { maximum: 4, requestsPerTaskPerMinute: 600 } },
  worker: { runs: "service", scaling: { maximum: 4 } },
};

/**
 * Production, gone each of the ways that an environment file can go. Golden files show what each changes, and real
 * Terraform plans them all (`__tests__/terraform`).
 */
export const FIXTURES: Readonly<Record<string, EnvironmentInput>> = {
  "no-domain": withoutDomain(production),

  /** In an account that has everything already: network, certificate, and a user for CI. */
  "existing-network": {
    ...production,
    network: { kind: "existing", cidr, vpcId, publicSubnetIds, databaseSubnetIds },
    domain: { name: "api.example.com", hostedZone: "example.com", certificate: "existing" },
    ci: { identity: "iam-user" },
  },

  "adopted-network": {
    ...production,
    network: {
      kind: "adopt",
      cidr,
      publicSubnets,
      databaseSubnets,
      vpcId,
      internetGatewayId: id("igw"),
      publicRouteTableId: id("rtb"),
      publicSubnetIds,
      databaseSubnetIds,
    },
  },

  /** From outside: one that git keeps encrypted, one that an operator puts. */
  "ciphertext-secrets": {
    ...production,
    database: { ...production.database, password: { source: "ciphertext", ciphertext: CIPHERTEXT } },
    secrets: {
      APP_KEY: { source: "ciphertext", ciphertext: CIPHERTEXT },
      MAIL_PASSWORD: { source: "operator" },
    },
  },

  "worker-service": { ...production, worker: { runs: "service" } },

  /** With a worker beside each web task for urgent jobs, and workers of their own that follow the load of two other queues. */
  workers: {
    ...production,
    queues: { emails: {}, reports: { visibilityTimeoutSeconds: 630 } },
    queue: { visibilityTimeoutSeconds: 630 },
    hosts: { ...production.hosts, instanceType: "t3.medium" },
    worker: { queues: ["emails"] },
    workers: [
      {
        name: "slow",
        queues: ["reports", "default"],
        memoryMiB: 192,
        timeoutSeconds: 600,
        stopTimeoutSeconds: 600,
        scaling: { maximum: 3, waitSeconds: 900 },
      },
    ],
  },

  "eventbridge-scheduler": { ...production, scheduler: { runs: "eventbridge" } },

  grown,

  /** With a bucket for the files that users upload from another page, and more rights. */
  files: {
    ...production,
    files: { kind: "create", uploadOrigins: ["https://www.example.com"] },
    database: { ...production.database, copies: { region: "us-west-2", days: 14 } },
    permissions: [
      {
        actions: ["ses:SendEmail", "ses:SendRawEmail"],
        resources: ["arn:aws:ses:ap-northeast-1:123456789012:identity/example.com"],
      },
      {
        actions: ["rekognition:DetectLabels"],
        resources: ["*"],
        reason: "It has no resource (Service Authorization Reference, Amazon Rekognition).",
      },
    ],
  },

  /** With a vault of another account for its copies. */
  "copies-in-another-account": {
    ...production,
    files: { kind: "create" },
    database: { ...production.database, copies: { region: "us-west-2", account: "999988887777" } },
  },

  /** With a Valkey of two nodes. */
  valkey: {
    ...production,
    cache: { kind: "valkey", nodeType: "cache.t4g.small", multiAz: true },
  },

  /** With Laravel Horizon, whose jobs are in the Valkey. */
  horizon: {
    ...production,
    cache: { kind: "valkey", nodeType: "cache.t4g.small", multiAz: true },
    worker: { runs: "horizon", memoryMiB: 320 },
    hosts: { ...production.hosts, instanceType: "t3.medium" },
  },

  /** With mail by Amazon SES, and with more names of the API. */
  mail: {
    ...production,
    mail: { kind: "ses", from: "Shop <no-reply@example.com>" },
    domain: {
      name: "api.example.com",
      hostedZone: "example.com",
      aliases: ["app.example.com", "*.api.example.com"],
      redirects: ["www.example.com"],
    },
  },

  /** With a bucket that another system fills, under its own key. */
  "existing-files": {
    ...production,
    files: {
      kind: "existing",
      bucket: "company-media",
      keyArn: "arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  },
};
