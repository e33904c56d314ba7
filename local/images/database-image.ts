import { chownSync } from "node:fs";
import { join } from "node:path";
import type { Certificate } from "./authority";
import type { Build } from "./builder";

/** MariaDB, which refuses connections without TLS. Its certificate is mounted into /etc/mysql/certificates. */
export const DATABASE_SOURCE = join(__dirname, "database");

/** www-data, as whom the database runs. */
export const DATABASE_USER = 33;

export const databaseBuild = (): Build => ({
  dockerfile: join(DATABASE_SOURCE, "Dockerfile"),
  context: DATABASE_SOURCE,
  args: {},
});

/** The mounted files of its container. Its user must be able to read the key. */
export function databaseFiles({ key, certificate }: Certificate): Record<string, string> {
  chownSync(key, DATABASE_USER, DATABASE_USER);
  return {
    "/etc/mysql/certificates/server.pem": certificate,
    "/etc/mysql/certificates/server-key.pem": key,
  };
}
