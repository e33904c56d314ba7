import { MYSQL_PORT } from "../facts/mysql";
import { namesOf } from "../facts/names";
import { VALKEY_DEFAULTS, valkeyOf, valkeySettings } from "./cache-settings";
import type { Environment } from "./environment";
import { mailSettings } from "./mail-settings";
import { hasSeveralWebTasks, SHARED_STATE } from "./own-state";
import { queuePrefixOf, queueUrlOf } from "./queues";
import { usesHorizon } from "./worker-groups";

/** The RDS certificate bundle in the images. */
const DATABASE_CA = "/etc/ssl/certs/rds.pem";

export interface LaravelSettingsProps {
  readonly environment: Environment;

  /** The API's URL, e.g. `https://api.example.com`. */
  readonly url: string;
  readonly databaseAddress: string;

  /** Of the queue of jobs that name none. */
  readonly queueName: string;

  /** The bucket of the files. Only an environment with `files` has one. */
  readonly filesBucketName: string;

  /** The address of the Valkey. Only an environment with one has it. */
  readonly cacheAddress: string;
}

/** Each setting that follows from the infrastructure, and how. An environment must not set any of them itself. */
const DERIVED: Readonly<Record<string, (props: LaravelSettingsProps) => string>> = {
  APP_URL: ({ url }) => url,
  // Containers cannot reach the instance metadata service, which would otherwise report the region.
  AWS_DEFAULT_REGION: ({ environment }) => environment.region,
  DB_CONNECTION: () => "mysql",
  DB_HOST: ({ databaseAddress }) => databaseAddress,
  DB_PORT: () => String(MYSQL_PORT),
  DB_DATABASE: ({ environment }) => environment.database.databaseName,
  DB_USERNAME: ({ environment: { database } }) => database.applicationUser?.username ?? database.username,
  MYSQL_ATTR_SSL_CA: () => DATABASE_CA,
  QUEUE_CONNECTION: () => "sqs",
  SQS_PREFIX: ({ environment }) => queuePrefixOf(environment),
  SQS_QUEUE: ({ queueName }) => queueName,
  // Every container must see the locks of the scheduler and of jobs. Files of one container are not shared.
  CACHE_STORE: () => "database",
  TRUSTED_PROXIES: ({ environment }) => environment.network.cidr,
};

/** Those of an environment with a bucket for its files. Without one, it may name a disk of its own. */
const DERIVED_FROM_FILES: Readonly<Record<string, (props: LaravelSettingsProps) => string>> = {
  FILESYSTEM_DISK: () => "s3",
  AWS_BUCKET: ({ filesBucketName }) => filesBucketName,
};

/**
 * Those of an environment with more queues. Laravel makes `<SQS_PREFIX>/emails<SQS_SUFFIX>` of the name `emails`, and takes a
 * URL as it is (`Illuminate\\Queue\\SqsQueue`, `getQueue`): the default queue keeps the name that it had without the others.
 */
const DERIVED_FROM_QUEUES: Readonly<Record<string, (props: LaravelSettingsProps) => string>> = {
  SQS_QUEUE: ({ environment, queueName }) => queueUrlOf(environment, queueName),
  SQS_SUFFIX: ({ environment }) => namesOf(environment).namedQueueSuffix,
};

/** Those of an environment with a Valkey. */
const DERIVED_FROM_VALKEY = Object.fromEntries(
  Object.keys(valkeySettings("")).map((name) => [
    name,
    ({ cacheAddress }: LaravelSettingsProps) => valkeySettings(cacheAddress)[name] ?? "",
  ]),
);

/** Those of an environment with Horizon: a job becomes visible to another worker after the same time as in SQS. */
const DERIVED_FROM_HORIZON: Readonly<Record<string, (props: LaravelSettingsProps) => string>> = {
  QUEUE_CONNECTION: () => "redis",
  REDIS_QUEUE_RETRY_AFTER: ({ environment }) => String(environment.queue.visibilityTimeoutSeconds),
};

type Deriving = Pick<Environment, "files" | "queues" | "cache"> & {
  readonly worker: Pick<Environment["worker"], "runs">;
};

const derivedBy = ({ files, queues, cache, worker }: Deriving) => ({
  ...DERIVED,
  ...(cache.kind === "valkey" ? DERIVED_FROM_VALKEY : {}),
  ...(usesHorizon({ worker }) ? DERIVED_FROM_HORIZON : {}),
  ...(files === undefined ? {} : DERIVED_FROM_FILES),
  ...(Object.keys(queues).length === 0 ? {} : DERIVED_FROM_QUEUES),
});

/** The settings that follow from the infrastructure of an environment. */
export const derivedSettings = (
  environment: Deriving & Pick<Environment, "mail" | "env" | "application">,
): string[] => [...Object.keys(derivedBy(environment)), ...Object.keys(mailSettings(environment))];

/** Laravel's settings that are not secret: the environment's own, and those that follow from the infrastructure. */
export function laravelSettings(props: LaravelSettingsProps): Record<string, string> {
  const { environment } = props;
  return {
    ...(hasSeveralWebTasks(environment) ? SHARED_STATE : {}),
    ...(valkeyOf(environment) ? VALKEY_DEFAULTS : {}),
    ...environment.env,
    ...mailSettings(environment),
    ...Object.fromEntries(
      Object.entries(derivedBy(environment)).map(([name, value]) => [name, value(props)]),
    ),
  };
}
