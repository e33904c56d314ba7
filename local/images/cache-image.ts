import { chownSync } from "node:fs";
import { join } from "node:path";
import type { Certificate } from "./authority";
import type { Build } from "./builder";

/** Valkey of Debian. The command of its container has the ports and parameters. */
export const CACHE_SOURCE = join(__dirname, "cache");

/** www-data, as whom the server runs. */
const CACHE_USER = 33;
const PORT = 6379;

export const cacheBuild = (): Build => ({
  dockerfile: join(CACHE_SOURCE, "Dockerfile"),
  context: CACHE_SOURCE,
  args: {},
});

/** The mounted files of its container. Its user must be able to read the key. */
export function cacheFiles({ key, certificate }: Certificate): Record<string, string> {
  chownSync(key, CACHE_USER, CACHE_USER);
  return {
    "/etc/valkey/certificates/server.pem": certificate,
    "/etc/valkey/certificates/server-key.pem": key,
  };
}

/** The command of its container: with TLS it refuses connections without. */
export const cacheCommand = (tls: boolean, parameters: Readonly<Record<string, string>> = {}): string[] => [
  ...(tls ? ["--port", "0", "--tls-port", `${PORT}`] : ["--port", `${PORT}`]),
  ...Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]),
];
