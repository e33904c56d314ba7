import { MOST_TASKS } from "../../facts/count-limits";
import { show } from "../messages/show";
import type { Check } from "./check";

const maximumLeavesRoom: Check = ({ web, worker }) =>
  Object.entries({ web, worker }).flatMap(([workload, { desiredCount, scaling }]) =>
    !scaling || scaling.maximum > desiredCount
      ? []
      : [
          {
            path: `${workload}.scaling.maximum`,
            got: String(scaling.maximum),
            allowed: `more than ${workload}.desiredCount, the minimum, which is ${desiredCount}`,
            fix:
              desiredCount < MOST_TASKS
                ? `Set it to ${desiredCount + 1} or more, or remove ${workload}.scaling.`
                : `Lower ${workload}.desiredCount, or remove ${workload}.scaling.`,
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
              ? 'nothing while worker.runs is "sidecar": there are as many workers as web tasks'
              : 'nothing while worker.runs is "none"',
          fix: 'Remove it, or set worker.runs to "service".',
        },
      ];

/** The oldest job may be one in progress, which is not a reason to add a worker. */
const jobsMayTakeTheirTime: Check = ({ worker }) =>
  !worker.scaling || worker.runs !== "service" || worker.scaling.waitSeconds > worker.timeoutSeconds
    ? []
    : [
        {
          path: "worker.scaling.waitSeconds",
          got: `${worker.scaling.waitSeconds}, but a job may run for ${worker.timeoutSeconds} s`,
          allowed:
            "more than worker.timeoutSeconds: a job in progress counts too, so one long job would add a worker",
          fix: `Raise it above ${worker.timeoutSeconds}, or lower worker.timeoutSeconds.`,
        },
      ];

export const scalingChecks = [maximumLeavesRoom, onlyAServiceOfWorkersScales, jobsMayTakeTheirTime];
