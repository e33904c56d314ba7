import { HEALTH_CHECK } from "../../facts/health-check";
import type { DiagnosisRule } from "./rule";
import { commandLine } from "../cli/command-line";
import { missingHealthRoute } from "./health-route";

const { path, intervalSeconds, timeoutSeconds, healthyThreshold } = HEALTH_CHECK;

/** Reason codes of Elastic Load Balancing. Source: "Health checks for Application Load Balancer target groups", reason codes. */
const MEANINGS: Readonly<Record<string, string>> = {
  "Target.ResponseCodeMismatch": `GET ${path} did not return 200.`,
  "Target.Timeout": `GET ${path} did not answer within ${timeoutSeconds} s: its own code waits, e.g. for the database, or the host is overloaded.`,
  "Target.FailedHealthChecks":
    "The connection was refused or closed: nginx is not running, or a security group blocks it.",
  "Elb.InternalError": "The load balancer had an internal error.",
};

/** Targets of the load balancer that are not healthy. */
export const unhealthyTargets: DiagnosisRule = (environment, { targets, services = [] }) => {
  if (targets === undefined) return undefined;
  const wanted = services.find(({ serviceName }) => serviceName === "web")?.desiredCount ?? 0;
  const state = (each: (typeof targets)[number]) => each.TargetHealth?.State;
  const healthy = targets.filter((each) => state(each) === "healthy");
  const unhealthy = targets.filter((each) => state(each) === "unhealthy");

  if (unhealthy.length === 0 && (healthy.length > 0 || wanted === 0)) return undefined;
  if (unhealthy.length === 0) {
    return {
      cause: "load-balancer-health-check",
      what: "load balancer: no task is healthy, so requests get 503",
      why: targets.some((each) => state(each) === "initial")
        ? "A task is registered, and its first health checks are running."
        : "No task is registered: none is running, or none is ready.",
      next: `Check the other problems. A new task is healthy after ${healthyThreshold} health checks (${healthyThreshold * intervalSeconds} s).`,
    };
  }
  const [first] = unhealthy;
  const { Reason = "", Description = "" } = first?.TargetHealth ?? {};
  return {
    cause: "load-balancer-health-check",
    what: `load balancer: ${unhealthy.length} of ${targets.length} tasks fail the health check, ${healthy.length} are healthy`,
    why: `${MEANINGS[Reason] ?? ""} ${Description || Reason}`.trim(),
    next:
      missingHealthRoute(environment, Description) ??
      `Read the log: ${commandLine(environment, "logs", "--container app --since 15m")}`,
  };
};
