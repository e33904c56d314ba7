import { MYSQL_PORT } from "../facts/mysql";
import type { Environment } from "./environment";
import { hasSeveralWebTasks, SHARED_STATE } from "./own-state";

/** The RDS certificate bundle in the images. */
const DATABASE_CA = "/etc/ssl/certs/rds.pem";

export interface LaravelSettingsProps {
  readonly environment: Environment;

  /** The API's URL, e.g. `https://api.example.com`. */
  readonly url: string;
  readonly databaseAddress: string;
  readonly queueName: string;
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

export const DERIVED_SETTINGS: readonly string[] = Object.keys(DERIVED);

/** Laravel's settings that are not secret: the environment's own, and those that follow from the infrastructure. */
export function laravelSettings(props: LaravelSettingsProps): Record<string, string> {
  const { environment } = props;
  return {
    ...(hasSeveralWebTasks(environment) ? SHARED_STATE : {}),
    ...environment.env,
    ...Object.fromEntries(Object.entries(DERIVED).map(([name, value]) => [name, value(props)])),
  };
}
