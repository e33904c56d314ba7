import type { ApplicationCheck } from "./application-check";
import { entryOf, readsEnv } from "./php";

const FILE = "config/queue.php";

/** The variables of the queue, each with its line in Laravel's skeleton. */
const LINES: Readonly<Record<string, string>> = {
  QUEUE_CONNECTION: "'default' => env('QUEUE_CONNECTION', 'database'),",
  SQS_PREFIX: "'prefix' => env('SQS_PREFIX'), // in the connection sqs",
  SQS_QUEUE: "'queue' => env('SQS_QUEUE', 'default'), // in the connection sqs",
  SQS_SUFFIX: "'suffix' => env('SQS_SUFFIX'), // in the connection sqs",
};

/** Jobs are in SQS. An application that reads other settings would put them where no worker looks. */
export const queueConnection: ApplicationCheck = {
  subject: "the queue connection",
  look: (application) => {
    const code = application.code(FILE);
    if (code === undefined) return { seen: `Laravel's own ${FILE}` };
    const sqs = entryOf(code, "sqs");
    const set = Object.keys(LINES).filter((name) => name in application.settings);
    const missing = set.filter((name) => !readsEnv(name.startsWith("SQS") ? sqs : code, name));
    return {
      seen: `sqs in ${FILE}`,
      problems: missing.map((name) => ({
        path: FILE,
        got: `nothing that reads ${name}`,
        allowed: `${name}, which is set for you`,
        fix: `Write: ${LINES[name]}`,
      })),
    };
  },
};
