import { z } from "zod";
import { LONGEST_VISIBILITY_SECONDS } from "../../facts/count-limits";

/** How workers name `queue`. In Laravel it is the queue of jobs that name none. */
export const DEFAULT_QUEUE = "default";

/**
 * SQS allows 80 characters ("Message quotas", Amazon SQS Developer Guide), of which an underscore, the name of the environment
 * and the end of a dead-letter queue take 40.
 */
const LONGEST_NAME = 40;

/** A name as in `onQueue("emails")`. */
export const queueName = z
  .string()
  .max(LONGEST_NAME)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "letters, digits, hyphens and underscores, as in onQueue('emails')");

const fields = {
  visibilityTimeoutSeconds: z
    .int()
    .min(1)
    .max(LONGEST_VISIBILITY_SECONDS)
    .default(120)
    .describe(
      "How long a received job stays hidden from other workers. Longer than the `timeoutSeconds` of its workers.",
    ),
  maxReceiveCount: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe("How often a job is received before it goes to the dead-letter queue."),
};

/** The queue of the jobs that name none. */
export const queue = z.strictObject({
  fifo: z
    .boolean()
    .default(false)
    .describe("Whether it is a FIFO queue: strict order and no duplicates, at a tenth of the throughput."),
  ...fields,
});

/** More queues, by the name that the code of the application uses. */
export const queues = z.record(queueName, z.strictObject(fields));
