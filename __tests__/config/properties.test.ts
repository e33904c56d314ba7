import fc from "fast-check";
import { resolveEnvironments } from "../../config/resolve-environments";
import { EnvironmentError } from "../../config/messages/problem";
import type { EnvironmentInput } from "../../config/schema/schema";
import { looksLikeSecretName } from "../../facts/secret-marks";
import { testEnvironment } from "../helpers/environment";
import { change, resolve } from "./change";

const name = fc.stringMatching(/^[b-d][a-z0-9]{0,8}(-[a-z0-9]{1,5})?$/);
const settings = fc.dictionary(
  fc.stringMatching(/^(LOG|APP|MAIL)_[A-Z]{3,8}_LEVEL$/).filter((name) => !looksLikeSecretName(name)),
  fc.stringMatching(/^[a-z0-9.=#/-]{0,20}$/),
);

/** Valid environments with random values. */
const validEnvironment: fc.Arbitrary<EnvironmentInput> = fc
  .record({
    application: name,
    environment: name,
    accountId: fc.stringMatching(/^\d{12}$/),
    second: fc.integer({ min: 0, max: 255 }),
    instanceType: fc.constantFrom("t3.small", "t4g.medium", "m7g.large", "r6i.xlarge"),
    purchase: fc.constantFrom("spot" as const, "on-demand" as const),
    minimum: fc.integer({ min: 1, max: 5 }),
    multiAz: fc.boolean(),
    storageGiB: fc.integer({ min: 20, max: 90 }),
    env: settings,
    retentionDays: fc.constantFrom(7 as const, 30 as const, 365 as const),
    withDomain: fc.boolean(),
  })
  .map(({ second, withDomain, ...values }) => ({
    ...testEnvironment,
    application: values.application,
    environment: values.environment,
    accountId: values.accountId,
    network: {
      kind: "create",
      cidr: `10.${second}.0.0/16`,
      publicSubnets: [`10.${second}.0.0/24`, `10.${second}.1.0/24`],
      databaseSubnets: [`10.${second}.2.0/24`, `10.${second}.3.0/24`],
    },
    domain: withDomain ? testEnvironment.domain : undefined,
    hosts: {
      ...testEnvironment.hosts,
      instanceType: values.instanceType,
      purchase: values.purchase,
      minimum: values.minimum,
      maximum: values.minimum + 1,
    },
    database: { ...testEnvironment.database, multiAz: values.multiAz, storageGiB: values.storageGiB },
    env: values.env,
    logs: { retentionDays: values.retentionDays },
  }));

const FOLDERS = [
  "",
  "hosts.",
  "database.",
  "database.password.",
  "network.",
  "ci.",
  "web.app.",
  "logs.",
  "domain.",
];

describe("any environment", () => {
  it("that follows the rules is accepted", () => {
    fc.assert(
      fc.property(validEnvironment, (environment) => {
        expect(resolveEnvironments([environment])).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it("with an unknown option is refused, naming it", () => {
    const unknown = fc.stringMatching(/^[a-z]{3,12}X$/);
    fc.assert(
      fc.property(fc.constantFrom(...FOLDERS), unknown, (folder, key) => {
        expect(resolve({ "database.password": { source: "generated" }, [`${folder}${key}`]: 1 })).toContain(
          `test: ${folder}${key}\n`,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("with any value anywhere is accepted or refused with a message, and never crashes", () => {
    const paths = [
      ...FOLDERS.slice(1).map((folder) => folder.slice(0, -1)),
      "env",
      "secrets",
      "hosts.instanceType",
    ];
    const anyPath = fc.constantFrom(...Object.keys(testEnvironment), ...paths);
    fc.assert(
      fc.property(anyPath, fc.jsonValue(), (path, value) => {
        try {
          resolveEnvironments([change({ [path]: value })]);
        } catch (error) {
          expect(error).toBeInstanceOf(EnvironmentError);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("that is not an environment is refused with a message", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => resolveEnvironments([value as unknown as EnvironmentInput])).toThrow(EnvironmentError);
      }),
    );
  });
});
