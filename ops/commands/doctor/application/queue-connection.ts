import type { ApplicationCheck } from "./application-check";
import { usesHorizon } from "../../../../config/worker-groups";
import { DRIVER_SETTINGS, lineOf } from "./drivers";
import { entryOf, readsEnv } from "./php";

const FILE = "config/queue.php";

/** The variables of the queue, each with its line in Laravel's skeleton. */
const LINES: Readonly<Record<string, string>> = {
  QUEUE_CONNECTION: lineOf(DRIVER_SETTINGS.queue),
  SQS_PREFIX: "'prefix' => env('SQS_PREFIX'), // in the connection sqs",
  SQS_QUEUE: "'queue' => env('SQS_QUEUE', 'default'), // in the connection sqs",
  SQS_SUFFIX: "'suffix' => env('SQS_SUFFIX'), // in the connection sqs",
};

/** The same with Horizon, whose jobs are in Valkey. */
const REDIS_LINES: Readonly<Record<string, string>> = {
  QUEUE_CONNECTION: lineOf(DRIVER_SETTINGS.queue),
  REDIS_QUEUE_RETRY_AFTER:
    "'retry_after' => (int) env('REDIS_QUEUE_RETRY_AFTER', 90), // in the connection redis",
};

/** Jobs are in SQS, or with Horizon in Valkey. An application that reads other settings would put them where no worker looks. */
export const queueConnection: ApplicationCheck = {
  subject: "the queue connection",
  look: (application) => {
    const code = application.code(FILE);
    if (code === undefined) return { seen: `Laravel's own ${FILE}` };
    const [connection, lines] = usesHorizon(application.environment)
      ? ["redis", REDIS_LINES]
      : ["sqs", LINES];
    const entry = entryOf(code, connection);
    const set = Object.keys(lines).filter((name) => name in application.settings);
    const missing = set.filter((name) => !readsEnv(name === "QUEUE_CONNECTION" ? code : entry, name));
    return {
      seen: `${connection} in ${FILE}`,
      problems: missing.map((name) => ({
        path: FILE,
        got: `nothing that reads ${name}`,
        allowed: `${name}, which is set for you`,
        fix: `Write: ${lines[name]}`,
      })),
    };
  },
};
