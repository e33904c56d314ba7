import { VALKEY_PORT } from "../facts/valkey";
import type { Environment } from "./environment";

/** The Valkey of an environment; undefined for one whose cache is in the database. */
export const valkeyOf = ({ cache }: Pick<Environment, "cache">) =>
  cache.kind === "valkey" ? cache : undefined;

/**
 * How long a client waits for a node that does not answer, in seconds. Without limits it is a minute (`default_socket_timeout` of PHP),
 * which is longer than a request may take, and soon occupies all of PHP-FPM. A connection has time for a lost packet, which is sent
 * again after a second. A command that blocks (BLPOP) must be shorter than the limit of an answer ("Configure a client-side timeout
 * (Valkey and Redis OSS)", Amazon ElastiCache User Guide).
 */
const CONNECT_SECONDS = 3;
const ANSWER_SECONDS = 10;

/** By their names in phpredis, and in predis, which calls the second one otherwise ("Redis", Laravel documentation). */
const LIMITS = `timeout=${CONNECT_SECONDS}&read_timeout=${ANSWER_SECONDS}&read_write_timeout=${ANSWER_SECONDS}`;

/**
 * What follows from a Valkey, by its address. The `url` of Laravel's config/database.php wins over the other parts of a connection,
 * its scheme `tls` makes both clients of Laravel use TLS (`Illuminate\\Redis\\RedisManager`), and its query becomes options of the
 * connection (`Illuminate\\Support\\ConfigurationUrlParser`). phpredis also takes the scheme in the host, for a configuration without
 * `url`.
 */
export const valkeySettings = (address: string): Record<string, string> => ({
  CACHE_STORE: "redis",
  REDIS_URL: `tls://${address}:${VALKEY_PORT}?${LIMITS}`,
  REDIS_HOST: `tls://${address}`,
  REDIS_PORT: String(VALKEY_PORT),
});

/** The defaults with a Valkey. An API may have no sessions, or those of a cookie, and an application may have the other client. */
export const VALKEY_DEFAULTS: Readonly<Record<string, string>> = {
  SESSION_DRIVER: "redis",
  REDIS_CLIENT: "phpredis",
};

/** Settings with which Laravel would send a password, which the Valkey does not have. It then refuses the connection. */
export const VALKEY_PASSWORDS = ["REDIS_USERNAME", "REDIS_PASSWORD"];
