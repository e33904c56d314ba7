import type { Application } from "./application";
import type { Choice } from "./php";
import { choiceOf, entryOf } from "./php";

/** A setting that chooses something in a configuration file of Laravel. */
export interface FileSetting {
  readonly setting: string;
  readonly file: string;

  /** The key of the choice in the file. @default "default" */
  readonly key?: string;

  /** Laravel's default where the application has no such file (Laravel 12's config/). */
  readonly fallback: string;
}

/** One that chooses a driver. */
interface DriverSetting extends FileSetting {
  /** The key of the driver in the entry with the chosen name. @default "driver" */
  readonly driver?: "transport";
}

type Kind = "queue" | "cache" | "session" | "disk" | "mail";

export const DRIVER_SETTINGS: Readonly<Record<Kind, DriverSetting>> = {
  queue: { setting: "QUEUE_CONNECTION", file: "config/queue.php", fallback: "database" },
  cache: { setting: "CACHE_STORE", file: "config/cache.php", fallback: "database" },
  session: { setting: "SESSION_DRIVER", file: "config/session.php", key: "driver", fallback: "database" },
  disk: { setting: "FILESYSTEM_DISK", file: "config/filesystems.php", fallback: "local" },
  mail: { setting: "MAIL_MAILER", file: "config/mail.php", driver: "transport", fallback: "log" },
};

/** The line of Laravel's skeleton that reads the setting. */
export const lineOf = ({ setting, key = "default", fallback }: FileSetting) =>
  `'${key}' => env('${setting}', '${fallback}'),`;

/** What an application uses in an environment. */
export interface UsedDriver {
  /** The name of the setting as the application reads it. */
  readonly setting: string;

  /** The chosen entry, e.g. the disk `uploads`. */
  readonly name: string;

  /** Its driver, e.g. `s3`. */
  readonly driver: string;
}

/** The driver that the application uses; undefined if its configuration chooses it in another way. */
export function usedDriver(application: Application, kind: Kind): UsedDriver | undefined {
  const { setting, file, key = "default", driver = "driver", fallback } = DRIVER_SETTINGS[kind];
  const code = application.code(file);
  const choice: Choice | undefined =
    code === undefined ? { variable: setting, fallback } : choiceOf(code, key);
  if (!choice) return undefined;
  const given = choice.variable === undefined ? undefined : application.settings[choice.variable];
  const name = given ?? choice.fallback;
  if (name === undefined) return undefined;
  const found = choiceOf(entryOf(code ?? "", name), driver)?.fallback;
  return { setting: choice.variable ?? setting, name, driver: found ?? name };
}
