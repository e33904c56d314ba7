import type { Environment } from "../../config/environment";
import { hasSeveralWebTasks, SHARED_STATE } from "../../config/own-state";
import { MYSQL_PORT } from "../data/database";

/** Where the images keep the certificates RDS signs with. */
const DATABASE_CA = "/etc/ssl/certs/rds.pem";

export interface LaravelSettingsProps {
  readonly environment: Environment;
  readonly url: string;
  readonly databaseAddress: string;
  readonly queueName: string;
}

/** Laravel's plain settings: the environment's own, and those that follow from the infrastructure. */
export function laravelSettings({
  environment,
  url,
  databaseAddress,
  queueName,
}: LaravelSettingsProps): Record<string, string> {
  const { accountId, database, network, region, env } = environment;
  return {
    ...(hasSeveralWebTasks(environment) ? SHARED_STATE : {}),
    ...env,
    APP_URL: url,
    // Containers cannot ask the instance metadata service where they are.
    AWS_DEFAULT_REGION: region,
    DB_CONNECTION: "mysql",
    DB_HOST: databaseAddress,
    DB_PORT: String(MYSQL_PORT),
    DB_DATABASE: database.databaseName,
    DB_USERNAME: database.applicationUser?.username ?? database.username,
    MYSQL_ATTR_SSL_CA: DATABASE_CA,
    QUEUE_CONNECTION: "sqs",
    SQS_PREFIX: `https://sqs.${region}.amazonaws.com/${accountId}`,
    SQS_QUEUE: queueName,
    // Locks of the scheduler and of jobs must be seen by every container; a container's own files are not.
    CACHE_STORE: "database",
    TRUSTED_PROXIES: network.cidr,
  };
}
