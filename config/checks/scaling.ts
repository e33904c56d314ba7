import { MOST_TASKS } from "../../facts/count-limits";
import { show } from "../messages/show";
import type { Check } from "./check";

const maximumLeavesRoom: Check = ({ web, worker }) =>
  Object.entries({ web, worker }).flatMap(([role, { desiredCount, scaling }]) =>
    !scaling || scaling.maximum > desiredCount
      ? []
      : [
          {
            path: `${role}.scaling.maximum`,
            got: String(scaling.maximum),
            allowed: `more than ${role}.desiredCount, which is ${desiredCount} and the fewest there are`,
            fix:
              desiredCount < MOST_TASKS
                ? `Set it to ${desiredCount + 1} or more, or remove ${role}.scaling.`
                : `Lower ${role}.desiredCount, or remove ${role}.scaling.`,
          },
        ],
  );

const onlyAServiceOfWorkersScales: Check = ({ worker }) =>
  !worker.scaling || worker.runs === "service"
    ? []
    : [
        {
          path: "worker.scaling",
          got: show(worker.scaling),
          allowed:
            worker.runs === "sidecar"
              ? 'nothing where worker.runs is "sidecar": there are as many workers as web tasks'
              : 'nothing where worker.runs is "none"',
          fix: 'Remove it, or set worker.runs to "service".',
        },
      ];

/** The oldest job may be one that a worker has in hand; it is no reason for another worker. */
const jobsMayTakeTheirTime: Check = ({ worker }) =>
  !worker.scaling || worker.runs !== "service" || worker.scaling.waitSeconds > worker.timeoutSeconds
    ? []
    : [
        {
          path: "worker.scaling.waitSeconds",
          got: `${worker.scaling.waitSeconds}, while a job may run for ${worker.timeoutSeconds} s`,
          allowed:
            "more than worker.timeoutSeconds: a job counts until it is done, and one long job would add a worker",
          fix: `Raise it above ${worker.timeoutSeconds}, or lower worker.timeoutSeconds.`,
        },
      ];

export const scalingChecks = [maximumLeavesRoom, onlyAServiceOfWorkersScales, jobsMayTakeTheirTime];
