import type { EnvironmentInput } from "../../config/schema/schema";

/**
 * Frozen for the tests, which do not read the user's file.
 *
 * One small on-demand host and one small MySQL database, in three zones in Tokyo.
 */
export const production: EnvironmentInput = {
  application: "api",
  environment: "production",
  production: true,
  // A standby doubles the price of the database. Without it, restoring the database after the loss of a zone takes about an hour.
  acceptedRisks: ["single-az-database"],
  accountId: "123456789012",
  region: "ap-northeast-1",
  availabilityZones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],

  network: {
    kind: "create",
    cidr: "10.0.0.0/16",
    publicSubnets: ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"],
    databaseSubnets: ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
  },
  domain: { name: "api.example.com", hostedZone: "example.com" },
  hosts: { instanceType: "t3.small", ecsAmiRelease: "2023.0.20260226" },
  database: { instanceClass: "db.t4g.micro" },
  env: { APP_NAME: "api", APP_ENV: "production", LOG_CHANNEL: "stack" },
  secrets: { APP_KEY: { source: "generated" } },
  alarms: { topic: { kind: "create", emails: ["operators@example.com"] } },
  slack: { channel: "#deploy", icon: ":whale:", username: "api-production" },
  ci: {
    identity: "github-oidc",
    deployRepository: "example/api",
    deployEnvironment: "production",
    planRepository: "example/laravel-ecs",
  },
};
