import type { EnvironmentInput } from "../../../config/schema/schema";
import type { Answers } from "./answers";
import { listOf } from "./answers";

export interface Made {
  readonly environment: string;
  readonly answers: Answers;

  /** The AMI of the hosts. */
  readonly image: { readonly release: string; readonly kernel: string };

  /** Whether the usual state bucket is that of another region. A bucket is in one. */
  readonly bucketIsTaken: boolean;

  /** Whether the account has GitHub's OIDC provider, or another environment creates it. */
  readonly hasProvider: boolean;
}

/** The third number of the ranges of the database's subnets, after those of ten public ones. */
const DATABASE_OFFSET = 10;

/** The kernel that the schema assumes. */
const USUAL_KERNEL = "6.1";

/** The cheap choices that follow from the answers. The comment in the file explains the first. */
const risksIn = ({
  domain,
  hostedZone,
  email,
  slack,
}: Answers): NonNullable<EnvironmentInput["acceptedRisks"]> => [
  "single-az-database",
  ...(domain && hostedZone ? [] : ["plain-http" as const]),
  ...(email || slack ? [] : ["no-alarms" as const]),
];

/** An environment of one small host and one small database, with these answers. */
export function environmentInput({
  environment,
  answers,
  image,
  bucketIsTaken,
  hasProvider,
}: Made): EnvironmentInput {
  const zones = listOf(answers.zones);
  const [first, second] = answers.cidr.split(".");
  const ranges = (offset: number) => zones.map((_, index) => `${first}.${second}.${offset + index}.0/24`);
  const { production } = answers;
  return {
    application: answers.application,
    environment,
    production,
    ...(production ? { acceptedRisks: risksIn(answers) } : {}),
    accountId: answers.account,
    region: answers.region,
    availabilityZones: zones,
    ...(bucketIsTaken
      ? { stateBucket: `${answers.application}-terraform-state-${answers.account}-${answers.region}` }
      : {}),
    network: {
      kind: "create",
      cidr: answers.cidr,
      publicSubnets: ranges(0),
      databaseSubnets: ranges(DATABASE_OFFSET),
    },
    ...(answers.domain && answers.hostedZone
      ? { domain: { name: answers.domain, hostedZone: answers.hostedZone } }
      : {}),
    ...(production ? {} : { loadBalancer: { deletionProtection: false, accessLogs: false } }),
    hosts: {
      instanceType: answers.instanceType,
      ecsAmiRelease: image.release,
      ...(image.kernel === USUAL_KERNEL ? {} : { ecsAmiKernel: image.kernel }),
    },
    database: {
      instanceClass: answers.instanceClass,
      ...(production ? {} : { backupRetentionDays: 1, deletionProtection: false, finalSnapshot: false }),
    },
    ...(production ? {} : { shell: true, web: { app: { memoryMiB: 384 } } }),
    env: {
      APP_NAME: answers.application,
      APP_ENV: production ? "production" : environment,
      LOG_CHANNEL: "stack",
    },
    secrets: { APP_KEY: { source: "generated" } },
    ...(answers.email ? { alarms: { topic: { kind: "create", emails: [answers.email] } } } : {}),
    ...(answers.slack ? { slack: { channel: answers.slack } } : {}),
    ci:
      answers.appRepository && answers.repository
        ? {
            identity: "github-oidc",
            deployRepository: answers.appRepository,
            deployEnvironment: environment,
            planRepository: answers.repository,
            ...(hasProvider ? { provider: "existing" as const } : {}),
          }
        : { identity: "iam-user" },
    ...(production ? {} : { logs: { retentionDays: 7 } }),
  };
}
