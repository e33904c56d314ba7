import { nearest } from "../../facts/did-you-mean";
import { show } from "../messages/show";
import { DEAD_LETTERS_END, jobQueuesOf } from "../queues";
import { DEFAULT_QUEUE } from "../schema/queues";
import { workerGroupsOf } from "../worker-groups";
import type { Check } from "./check";

const namesAreFree: Check = ({ queues }) =>
  Object.entries(queues).flatMap(([name, settings]) => {
    const path = `queues.${name}`;
    if (name === DEFAULT_QUEUE) {
      return {
        path,
        got: show(settings),
        allowed: `the other queues: ${DEFAULT_QUEUE} is the queue of jobs that name none, and queue has its settings`,
        fix: "Move its settings to queue, and in the code leave the name out: Laravel would look for a queue of this name in SQS.",
      };
    }
    if (!name.endsWith(DEAD_LETTERS_END)) return undefined;
    return {
      path,
      got: `a name that ends with ${DEAD_LETTERS_END}`,
      allowed: `names without this end, which the dead-letter queues have`,
      fix: "Rename it, here and in the code.",
    };
  });

const workersNameQueues: Check = (environment) => {
  const known = jobQueuesOf(environment).map(({ queue }) => queue);
  return workerGroupsOf(environment).flatMap(({ path, queues }) =>
    queues.flatMap((queue, index) => {
      const at = { path: `${path}.queues[${index}]`, got: show(queue) };
      if (queues.indexOf(queue) < index)
        return { ...at, allowed: "each queue once", fix: "Remove the second." };
      if (known.includes(queue)) return undefined;
      const meant = nearest(queue, known);
      return {
        ...at,
        allowed: known.join(", "),
        fix: meant
          ? `Did you mean ${meant}?`
          : `Add it to queues, as ${/^\w+$/.test(queue) ? queue : show(queue)}: {}, or remove it here.`,
      };
    }),
  );
};

/** Without any workers they are outside of this environment. */
const queuesHaveWorkers: Check = (environment) => {
  const groups = workerGroupsOf(environment);
  if (groups.length === 0) return undefined;
  const worked = groups.flatMap(({ queues }) => queues);
  return jobQueuesOf(environment)
    .filter(({ queue }) => !worked.includes(queue))
    .map(({ queue, path }) => ({
      path,
      got: "a queue that no worker processes",
      allowed: `queues in ${groups.map((group) => `${group.path}.queues`).join(" or ")}: their jobs would wait for ever`,
      fix: `Add ${show(queue)} to ${groups.map((group) => `${group.path}.queues`).join(" or ")}${path === "queue" ? "" : `, or remove ${path}`}.`,
    }));
};

export const namedQueueChecks = [namesAreFree, workersNameQueues, queuesHaveWorkers];
