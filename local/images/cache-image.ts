import { chownSync } from "node:fs";
import { join } from "node:path";
import type { Authority } from "./authority";
import type { Build } from "./builder";

/** Valkey of Debian. The command of its container has the ports and parameters. */
export const CACHE_SOURCE = join(__dirname, "cache");

/** www-data, as whom the server runs. */
const CACHE_USER = 33;
export const PORT = 6379;

export const cacheBuild = (): Build => ({
  dockerfile: join(CACHE_SOURCE, "Dockerfile"),
  context: CACHE_SOURCE,
  args: {},
});

/** The mounted files of its container, whose certificate is for `address`. Its user must be able to read the key. */
export function cacheFiles(authority: Authority, address: string): Record<string, string> {
  const { key, certificate } = authority.server(address);
  chownSync(key, CACHE_USER, CACHE_USER);
  return {
    "/etc/valkey/certificates/authority.pem": authority.certificate,
    "/etc/valkey/certificates/server.pem": certificate,
    "/etc/valkey/certificates/server-key.pem": key,
  };
}

/** The command of its container: with TLS it refuses connections without, and replicates over TLS. */
export const cacheCommand = (tls: boolean, parameters: Readonly<Record<string, string>> = {}): string[] => [
  ...(tls ? ["--port", "0", "--tls-port", `${PORT}`, "--tls-replication", "yes"] : ["--port", `${PORT}`]),
  ...Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]),
];
