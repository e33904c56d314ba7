import type { EnvironmentInput } from "../../config/schema/schema";

/** One dull environment with obviously fake values. Tests change one thing of it. */
export const testEnvironment: EnvironmentInput = {
  application: "shop",
  environment: "test",
  production: false,
  accountId: "111122223333",
  region: "eu-west-1",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  network: {
    kind: "create",
    cidr: "10.9.0.0/16",
    publicSubnets: ["10.9.0.0/24", "10.9.1.0/24"],
    databaseSubnets: ["10.9.10.0/24", "10.9.11.0/24"],
  },
  domain: { name: "api.shop.example", hostedZone: "shop.example" },
  hosts: { instanceType: "t3.small", ecsAmiRelease: "2023.0.20260226" },
  database: { instanceClass: "db.t4g.micro" },
  env: { APP_NAME: "shop", APP_ENV: "test" },
  secrets: { APP_KEY: { source: "generated" } },
  ci: {
    identity: "github-oidc",
    deployRepository: "example/shop",
    deployEnvironment: "test",
    planRepository: "example/shop-infrastructure",
  },
};
