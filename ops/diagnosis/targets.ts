import type { Rule } from "./rule";
import { command } from "./rule";

/** What Elastic Load Balancing means. Source: "Health checks for Application Load Balancer target groups", reason codes. */
const MEANINGS: Readonly<Record<string, string>> = {
  "Target.ResponseCodeMismatch": "GET /up answers, but not with 200.",
  "Target.Timeout": "GET /up does not answer in 10 s: PHP is busy, or waits for something.",
  "Target.FailedHealthChecks":
    "The connection is refused or broken: nginx is not there, or a security group is in between.",
  "Elb.InternalError": "The load balancer itself failed.",
};

/** Requests that reach no healthy task. */
export const unhealthyTargets: Rule = (environment, { targets, services = [] }) => {
  if (targets === undefined) return [];
  const wanted = services.find(({ serviceName }) => serviceName === "web")?.desiredCount ?? 0;
  const state = (each: (typeof targets)[number]) => each.TargetHealth?.State;
  const healthy = targets.filter((each) => state(each) === "healthy");
  const unhealthy = targets.filter((each) => state(each) === "unhealthy");

  if (unhealthy.length === 0 && (healthy.length > 0 || wanted === 0)) return [];
  if (unhealthy.length === 0) {
    return [
      {
        cause: "load-balancer-health-check",
        what: "load balancer: no healthy task, so requests get 503",
        why: targets.some((each) => state(each) === "initial")
          ? "A task has registered and is still being checked."
          : "No task has registered: none runs, or none is ready.",
        next: "See what else is wrong; a task that starts is healthy after two checks, 30 s.",
      },
    ];
  }
  const [first] = unhealthy;
  const { Reason = "", Description = "" } = first?.TargetHealth ?? {};
  return [
    {
      cause: "load-balancer-health-check",
      what: `load balancer: ${unhealthy.length} of ${targets.length} tasks fail the health check, ${healthy.length} answer`,
      why: `${MEANINGS[Reason] ?? ""} ${Description || Reason}`.trim(),
      next: `Read: ${command(environment, "logs", "--container app --since 15m")}`,
    },
  ];
};
