import fc from "fast-check";
import type { EnvironmentInput } from "../../config/schema/schema";
import { PRICES } from "../../facts/prices";

const word = (maxLength: number) => fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{1,${maxLength - 1}}$`));
const exampleRegion = "ap-northeast-1";

const choices = fc.record({
  application: word(8),
  names: fc.shuffledSubarray(["shop", "preview", "qa", "demo"], { minLength: 1, maxLength: 3 }),
  region: fc.constantFrom(...Object.keys(PRICES).filter((region) => region !== exampleRegion)),
  accountId: fc.stringMatching(/^[1-9]\d{11}$/),
  domain: word(10).map((name) => `${name}.example`),
  network: fc.integer({ min: 20, max: 200 }),
  instanceType: fc.constantFrom("t3.medium", "t3a.medium", "t4g.medium", "m6g.large"),
  instanceClass: fc.constantFrom("db.t4g.small", "db.t3.medium"),
  repositories: fc.tuple(word(8), word(8)),
  slack: fc.boolean(),
  provider: fc.constantFrom("create" as const, "existing" as const),
});

type Choices = typeof choices extends fc.Arbitrary<infer Value> ? Value : never;

/** The environments of a team that has none of the example's names. The same seed gives the same team. */
export function teamOf(seed: number): EnvironmentInput[] {
  const [team] = fc.sample(choices, { seed, numRuns: 1 });
  return team!.names.map((name, index) => environmentOf(team!, name, index));
}

function environmentOf(team: Choices, environment: string, index: number): EnvironmentInput {
  const production = index === 0;
  const [owner, repository] = team.repositories;
  const range = (third: number) => `10.${team.network + index}.${third}.0/24`;
  return {
    application: team.application,
    environment,
    production,
    acceptedRisks: production ? ["single-az-database"] : [],
    accountId: team.accountId,
    region: team.region,
    availabilityZones: ["a", "b"].map((zone) => `${team.region}${zone}`),
    network: {
      kind: "create",
      cidr: `10.${team.network + index}.0.0/16`,
      publicSubnets: [range(0), range(1)],
      databaseSubnets: [range(10), range(11)],
    },
    domain: { name: `${environment}.${team.domain}`, hostedZone: team.domain },
    hosts: { instanceType: team.instanceType, ecsAmiRelease: "2023.0.20260226" },
    database: { instanceClass: team.instanceClass },
    env: { APP_NAME: team.application, APP_ENV: environment, LOG_CHANNEL: "stack" },
    alarms: { topic: { kind: "create", emails: [`operators@${team.domain}`] } },
    ...(team.slack ? { slack: { channel: `#${environment}` } } : {}),
    ci: {
      identity: "github-oidc",
      deployRepository: `${owner}/${repository}`,
      deployEnvironment: environment,
      planRepository: `${owner}/infrastructure`,
      provider: production ? team.provider : "existing",
    },
  };
}
