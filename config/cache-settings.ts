import { VALKEY_PORT } from "../facts/valkey";
import type { Environment } from "./environment";

/** The Valkey of an environment; undefined for one whose cache is in the database. */
export const valkeyOf = ({ cache }: Pick<Environment, "cache">) =>
  cache.kind === "valkey" ? cache : undefined;

/**
 * What follows from a Valkey, by its address. The `url` of Laravel's config/database.php wins over the other parts of a connection,
 * and its scheme `tls` makes both clients of Laravel use TLS (`Illuminate\\Redis\\RedisManager`). phpredis also takes the scheme in
 * the host, for a configuration without `url`.
 */
export const valkeySettings = (address: string): Record<string, string> => ({
  CACHE_STORE: "redis",
  REDIS_URL: `tls://${address}:${VALKEY_PORT}`,
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
