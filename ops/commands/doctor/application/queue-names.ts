import { jobQueuesOf } from "../../../../config/queues";
import { DEFAULT_QUEUE } from "../../../../config/schema/queues";
import { usesHorizon } from "../../../../config/worker-groups";
import type { ApplicationCheck } from "./application-check";

/** How code names a queue: `->onQueue('emails')`, `Queue::pushOn('emails', ...)`, `public $queue = 'emails';`. */
const NAMED =
  /(?:\bonQueue|\ballOnQueue|\bpushOn|\blaterOn)\s*\(\s*(["'])([\w.-]+)\1|\$queue\s*=\s*(["'])([\w.-]+)\3\s*;/g;

/** Laravel sends a job to whatever queue its code names. If there is none, the dispatch fails. */
export const queueNames: ApplicationCheck = {
  subject: "the names of queues",
  look: (application) => {
    if (usesHorizon(application.environment)) return { seen: "those of config/horizon.php" };
    const known = jobQueuesOf(application.environment).map(({ queue }) => queue);
    const named = application
      .files("app", ".php")
      .flatMap((file) =>
        [...(application.code(file) ?? "").matchAll(NAMED)].map((match) => ({
          file,
          queue: match[2] ?? match[4] ?? "",
        })),
      )
      .filter(({ queue }) => queue === DEFAULT_QUEUE || !known.includes(queue));
    return {
      seen: named.length === 0 ? known.join(", ") : "",
      advice: named.map(({ file, queue }) =>
        queue === DEFAULT_QUEUE
          ? `${file}: leave out the queue ${DEFAULT_QUEUE}. SQS has no queue of this name; jobs that name none go to the default queue.`
          : `${file}: SQS has no queue for ${queue}, so the dispatch fails. Add it to queues of the environment, and to the queues of a worker.`,
      ),
    };
  },
};
