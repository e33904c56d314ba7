import { MOST_TASKS } from "../../facts/count-limits";
import { show } from "../messages/show";
import { workerGroupsOf } from "../worker-groups";
import type { Check } from "./check";

const maximumLeavesRoom: Check = ({ web, worker, workers }) =>
  [{ path: "web", ...web }, { path: "worker", ...worker }, ...pathsOf(workers)].flatMap(
    ({ path, desiredCount, scaling }) =>
      scaling !== undefined &&
      scaling.maximum <= desiredCount && {
        path: `${path}.scaling.maximum`,
        got: String(scaling.maximum),
        allowed: `more than ${path}.desiredCount, the minimum, which is ${desiredCount}`,
        fix:
          desiredCount < MOST_TASKS
            ? `Set it to ${desiredCount + 1} or more, or remove ${path}.scaling.`
            : `Lower ${path}.desiredCount, or remove ${path}.scaling.`,
      },
  );

const onlyAServiceOfWorkersScales: Check = ({ worker, workers }) =>
  [{ path: "worker", ...worker }, ...pathsOf(workers)]
    .filter(({ runs, scaling }) => scaling && runs !== "service" && runs !== "horizon")
    .map(({ path, runs, scaling }) => ({
      path: `${path}.scaling`,
      got: show(scaling),
      allowed:
        runs === "sidecar"
          ? `nothing while ${path}.runs is "sidecar": there are as many workers as web tasks`
          : `nothing while ${path}.runs is "none"`,
      fix: `Remove it, or set ${path}.runs to "service".`,
    }));

/** The oldest job may be one in progress, which is not a reason to add a worker. */
const jobsMayTakeTheirTime: Check = (environment) =>
  workerGroupsOf(environment).flatMap(
    ({ path, runs, scaling, timeoutSeconds }) =>
      scaling !== undefined &&
      runs === "service" &&
      scaling.waitSeconds <= timeoutSeconds && {
        path: `${path}.scaling.waitSeconds`,
        got: `${scaling.waitSeconds}, but a job may run for ${timeoutSeconds} s`,
        allowed: `more than ${path}.timeoutSeconds: a job in progress counts too, so one long job would add a worker`,
        fix: `Raise it above ${timeoutSeconds}, or lower ${path}.timeoutSeconds.`,
      },
  );

const pathsOf = <Item extends object>(items: readonly Item[]) =>
  items.map((item, index) => ({ path: `workers[${index}]`, ...item }));

export const scalingChecks = [maximumLeavesRoom, onlyAServiceOfWorkersScales, jobsMayTakeTheirTime];
