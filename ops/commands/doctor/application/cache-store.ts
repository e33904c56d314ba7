import type { ApplicationCheck } from "./application-check";
import { DRIVER_SETTINGS, lineOf, usedDriver } from "./drivers";

const { file: FILE, setting: SETTING } = DRIVER_SETTINGS.cache;

/** Stores that one container does not share with the others. */
const OWN_STORES = ["file", "array", "apc", "octane"];

/**
 * The derived setting is `CACHE_STORE`. Laravel 10 reads `CACHE_DRIVER`, so that its cache would be files in each container:
 * locks of the scheduler and rate limits would not be shared.
 */
export const cacheStore: ApplicationCheck = {
  subject: "the cache store",
  look: (application) => {
    const used = usedDriver(application, "cache");
    if (!used) return { notChecked: `${FILE} does not read ${SETTING} in the usual way.` };
    if (!OWN_STORES.includes(used.driver)) return { seen: `${used.name} (${used.setting})` };
    const derived = application.settings[SETTING] ?? "database";
    return {
      problems: {
        path: FILE,
        got: `the store ${used.name} (${used.setting}), which each container has for itself`,
        allowed: `${SETTING}, which is set to ${derived} for you`,
        fix: `Write in ${FILE}: ${lineOf(DRIVER_SETTINGS.cache)}`,
      },
    };
  },
};
