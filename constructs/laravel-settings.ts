import type { Environment } from "../environments/environment";
import { literal } from "./literal";

/** Where the images keep the certificates RDS signs with. */
const DATABASE_CA = "/etc/ssl/certs/rds.pem";

export interface LaravelSettingsProps {
  readonly environment: Environment;
  readonly url: string;
  readonly databaseAddress: string;
}

/** Laravel's plain settings: the environment's own, and those that follow from the infrastructure. */
export function laravelSettings({
  environment,
  url,
  databaseAddress,
}: LaravelSettingsProps): Record<string, string> {
  const { database, region, env } = environment;
  return {
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, literal(value)])),
    APP_URL: url,
    // Containers cannot ask the instance metadata service where they are.
    AWS_DEFAULT_REGION: region,
    DB_CONNECTION: "mysql",
    DB_HOST: databaseAddress,
    DB_PORT: "3306",
    DB_DATABASE: database.databaseName,
    DB_USERNAME: database.username,
    MYSQL_ATTR_SSL_CA: DATABASE_CA,
  };
}
