import { valkeyOf } from "../../../../config/cache-settings";
import type { ApplicationCheck } from "./application-check";
import { usedDriver } from "./drivers";
import { choiceOf, entryOf } from "./php";

const FILE = "config/database.php";

/** The connections of Laravel's own configuration: `cache` of the cache, and `default` of sessions and jobs. */
const CONNECTIONS = ["default", "cache"];

/** With a Valkey the store and the address are set. An application that reads other settings would look for a server in its container. */
export const redisConnections: ApplicationCheck = {
  subject: "the connections to the cache",
  look: (application) => {
    if (!valkeyOf(application.environment)) return { seen: "none, because cache.kind is database" };
    const store = usedDriver(application, "cache");
    const code = application.code(FILE);
    const redis = entryOf(code ?? "", "redis");
    const deaf = CONNECTIONS.filter((name) => {
      const entry = entryOf(redis, name);
      const reads = (key: string, setting: string) => choiceOf(entry, key)?.variable === setting;
      return !reads("url", "REDIS_URL") && !reads("host", "REDIS_HOST");
    });
    return {
      seen: code === undefined ? `REDIS_URL in Laravel's own ${FILE}` : `REDIS_URL in ${FILE}`,
      problems: [
        store !== undefined &&
          store.driver !== "redis" && {
            path: "config/cache.php",
            got: `the store ${store.name} (${store.setting})`,
            allowed: "CACHE_STORE, which is set to redis for you",
            fix: "Write in config/cache.php: 'default' => env('CACHE_STORE', 'database'),",
          },
        ...(code === undefined ? [] : deaf).map((name) => ({
          path: FILE,
          got: `a connection ${name} of redis that reads neither REDIS_URL nor REDIS_HOST`,
          allowed: "REDIS_URL, which is set for you",
          fix: `Write in ${FILE}, in redis, in ${name}: 'url' => env('REDIS_URL'),`,
        })),
      ],
    };
  },
};
