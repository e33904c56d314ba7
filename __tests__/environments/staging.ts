import type { EnvironmentInput } from "../../config/schema/schema";

/**
 * Frozen for the tests, which do not read the user's file.
 *
 * A cheaper copy of production in the same account: a spot host, two zones, no protection from deletion.
 */
export const staging: EnvironmentInput = {
  application: "api",
  environment: "staging",
  production: false,
  accountId: "123456789012",
  region: "ap-northeast-1",
  availabilityZones: ["ap-northeast-1a", "ap-northeast-1c"],

  network: {
    kind: "create",
    cidr: "10.1.0.0/16",
    publicSubnets: ["10.1.0.0/24", "10.1.1.0/24"],
    databaseSubnets: ["10.1.10.0/24", "10.1.11.0/24"],
  },
  domain: { name: "api.staging.example.com", hostedZone: "example.com" },
  loadBalancer: { deletionProtection: false, accessLogs: false },
  hosts: { instanceType: "t3.small", purchase: "spot", ecsAmiRelease: "2023.0.20260226" },
  database: {
    instanceClass: "db.t4g.micro",
    backupRetentionDays: 1,
    deletionProtection: false,
    finalSnapshot: false,
  },
  web: { app: { memoryMiB: 384 } },
  shell: true,
  env: { APP_NAME: "api", APP_ENV: "staging", LOG_CHANNEL: "stack" },
  secrets: { APP_KEY: { source: "generated" } },
  ci: {
    identity: "github-oidc",
    deployRepository: "example/api",
    deployEnvironment: "staging",
    planRepository: "example/laravel-ecs",
    provider: "existing",
  },
  logs: { retentionDays: 7 },
};
