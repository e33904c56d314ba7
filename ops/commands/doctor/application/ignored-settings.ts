import type { Problem } from "../../../../config/messages/problem";
import type { Maybe } from "../../../../facts/given";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import { DRIVER_SETTINGS, type FileSetting, lineOf } from "./drivers";
import { type Choice, choiceOf, entryOf, readsEnv } from "./php";

interface ReadSetting extends FileSetting {
  /** Its name in older versions of Laravel. */
  readonly older?: string;
  /** The entry with the key. @default the file itself */
  readonly entry?: string;
  /** What reads it (Laravel 13's skeleton). @default the line of the key */
  readonly line?: string;
}

/** As in docker/app/preflight/settings.php, which stops a container for the same mistakes. Other checks have the rest. */
export const READ_SETTINGS: readonly ReadSetting[] = [
  DRIVER_SETTINGS.session,
  { ...DRIVER_SETTINGS.disk, older: "FILESYSTEM_DRIVER" },
  { ...DRIVER_SETTINGS.mail, older: "MAIL_DRIVER" },
  {
    setting: "BROADCAST_CONNECTION",
    older: "BROADCAST_DRIVER",
    file: "config/broadcasting.php",
    fallback: "null",
  },
  { setting: "LOG_CHANNEL", file: "config/logging.php", fallback: "stack" },
  {
    setting: "APP_MAINTENANCE_DRIVER",
    file: "config/app.php",
    entry: "maintenance",
    key: "driver",
    fallback: "file",
    line: "'maintenance' => ['driver' => env('APP_MAINTENANCE_DRIVER', 'file'), 'store' => env('APP_MAINTENANCE_STORE', 'database')],",
  },
];

/** The settings of the connection to the database that are set for every application, by the key that reads each. */
const DATABASE = { host: "DB_HOST", database: "DB_DATABASE", username: "DB_USERNAME" } as const;
const DATABASE_FILE = "config/database.php";

/** Sessions that all containers share: an application may choose another one of them. */
const SHARED = ["cookie", "database", "dynamodb", "memcached", "mongodb", "redis"];

/** A setting that the application ignores: it reads an older name, or has a constant. A container would not start. */
export const ignoredSettings: ApplicationCheck = {
  subject: "the settings that the configuration reads",
  look: (application) => ({
    seen:
      READ_SETTINGS.map(({ setting }) => setting)
        .filter((setting) => setting in application.settings)
        .join(", ") || "only those that other checks name",
    problems: [
      ...READ_SETTINGS.filter(({ setting, file }) => !isOfAnotherCheck(application, setting, file)).map(
        (each) => ignored(application, each),
      ),
      ...constantsOf(application),
    ],
  }),
};

/** With `files` and `mail` the disk and the mailer have checks of their own. */
const isOfAnotherCheck = ({ environment }: Application, setting: string, file: string) =>
  (setting === "FILESYSTEM_DISK" && environment.files !== undefined) ||
  (file === "config/mail.php" && environment.mail !== undefined);

function ignored(application: Application, each: ReadSetting): Maybe<Problem> {
  const { setting, older, file, entry, key = "default", line = lineOf(each) } = each;
  const [value, code] = [application.settings[setting], application.code(file)];
  if (value === undefined || code === undefined) return undefined;
  const choice = choiceOf(entry === undefined ? code : entryOf(code, entry), key);
  if (choice?.variable === setting || !choice) return undefined;
  const used = usedBy(application, choice);
  if (used === value || (setting === "SESSION_DRIVER" && SHARED.includes(used ?? ""))) return undefined;
  const reads =
    older !== undefined && readsEnv(code, older)
      ? `${older}, the name in older versions of Laravel`
      : (choice.variable ?? `no setting, and always uses ${used}`);
  return {
    path: file,
    got: `a file that reads ${reads}`,
    allowed: `${setting}, which is ${value} in this environment`,
    fix: `Write in ${file}: ${line}`,
  };
}

const usedBy = ({ settings }: Application, { variable, fallback }: Choice) =>
  (variable === undefined ? undefined : settings[variable]) ?? fallback;

/** The parts of the connection that are constants. A file without the connection mysql is of `databaseTls`. */
function constantsOf(application: Application): Maybe<Problem>[] {
  const mysql = entryOf(application.code(DATABASE_FILE) ?? "", "mysql");
  return Object.entries(DATABASE).map(([key, setting]) => {
    const choice = choiceOf(mysql, key);
    return (
      choice !== undefined &&
      choice.variable !== setting && {
        path: DATABASE_FILE,
        got: `a connection mysql whose ${key} reads ${choice.variable ?? "no setting"}`,
        allowed: `${setting}, which is set for you`,
        fix: `Write in the connection mysql: '${key}' => env('${setting}'),`,
      }
    );
  });
}
