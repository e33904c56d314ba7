import { namesOf } from "../facts/names";
import type { Environment } from "./environment";
import { DEFAULT_QUEUE } from "./schema/queues";

interface Named {
  readonly name: string;
  readonly arn: string;
}

/** A queue of an environment and its dead-letter queue. */
export interface JobQueue {
  /** As workers name it, e.g. `default` or `emails`. */
  readonly queue: string;

  /** Of its settings in the environment, e.g. `queues.emails`. */
  readonly path: string;
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly maxReceiveCount: number;
  readonly jobs: Named;
  readonly deadLetters: Named;
}

/** The end of the name of a dead-letter queue. No queue of jobs has it. */
export const DEAD_LETTERS_END = "-failed";

/** The end of an alarm's name, and of a construct's id, for each queue. Empty for the default one, which had no name at first. */
export const endOf = ({ queue }: Pick<JobQueue, "queue">) => (queue === DEFAULT_QUEUE ? "" : `-${queue}`);

/** What the URL of every queue begins with. */
export const queuePrefixOf = ({ region, accountId }: Pick<Environment, "region" | "accountId">) =>
  `https://sqs.${region}.amazonaws.com/${accountId}`;

export const queueUrlOf = (environment: Pick<Environment, "region" | "accountId">, name: string) =>
  `${queuePrefixOf(environment)}/${name}`;

/** Every queue of an environment, the default one first, the others in the order of their names. */
export function jobQueuesOf(environment: Environment): JobQueue[] {
  const { queue, queues } = environment;
  const names = namesOf(environment);
  const fifo = queue.fifo ? ".fifo" : "";
  return [
    {
      queue: DEFAULT_QUEUE,
      path: "queue",
      ...queue,
      jobs: names.queue(`jobs${fifo}`),
      deadLetters: names.queue(`jobs-failed${fifo}`),
    },
    ...Object.entries(queues)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, settings]) => ({
        queue: name,
        path: `queues.${name}`,
        fifo: false,
        ...settings,
        jobs: names.namedQueue(name),
        deadLetters: names.namedQueue(`${name}${DEAD_LETTERS_END}`),
      })),
  ];
}
