import { MYSQL_PORT } from "../facts/mysql";
import type { Environment } from "./environment";
import { mailSettings } from "./mail-settings";
import { hasSeveralWebTasks, SHARED_STATE } from "./own-state";

/** The RDS certificate bundle in the images. */
const DATABASE_CA = "/etc/ssl/certs/rds.pem";

export interface LaravelSettingsProps {
  readonly environment: Environment;

  /** The API's URL, e.g. `https://api.example.com`. */
  readonly url: string;
  readonly databaseAddress: string;
  readonly queueName: string;

  /** The bucket of the files. Only an environment with `files` has one. */
  readonly filesBucketName: string;
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
  SQS_PREFIX: ({ environment: { region, accountId } }) => `https://sqs.${region}.amazonaws.com/${accountId}`,
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

const derivedBy = ({ files }: Pick<Environment, "files">) =>
  files === undefined ? DERIVED : { ...DERIVED, ...DERIVED_FROM_FILES };

/** The settings that follow from the infrastructure of an environment. */
export const derivedSettings = (
  environment: Pick<Environment, "files" | "mail" | "env" | "application">,
): string[] => [...Object.keys(derivedBy(environment)), ...Object.keys(mailSettings(environment))];

/** Laravel's settings that are not secret: the environment's own, and those that follow from the infrastructure. */
export function laravelSettings(props: LaravelSettingsProps): Record<string, string> {
  const { environment } = props;
  return {
    ...(hasSeveralWebTasks(environment) ? SHARED_STATE : {}),
    ...environment.env,
    ...mailSettings(environment),
    ...Object.fromEntries(
      Object.entries(derivedBy(environment)).map(([name, value]) => [name, value(props)]),
    ),
  };
}
