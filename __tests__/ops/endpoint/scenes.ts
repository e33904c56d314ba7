import type { Deployment } from "./deployment";

/**
 * How a deployment goes: called at every look at its service (DescribeServices), with the number of that look. It does
 * to the deployment what ECS would have done by then.
 */
export type Scene = (deployment: Deployment, look: number) => void;

/** The new tasks start, pass their checks, and the old ones go. */
export const becomesHealthy: Scene = (deployment, look) => {
  if (look === 1) deployment.starts(1);
  if (look === 2) deployment.succeeds();
};

/** What a task that ECS stopped says about it. */
export interface Death {
  readonly stopCode?: string;
  readonly stoppedReason: string;
  readonly container?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly log?: readonly string[];
}

/** ECS's circuit breaker: three tasks that do not come up, and the deployment is taken back. */
const untilTheBreakerTrips =
  (death: Death): Scene =>
  (deployment, look) => {
    if (look <= 3) deployment.loses(death);
    if (look === 4) deployment.rollsBack("ECS deployment circuit breaker: tasks failed to start.");
    if (look === 5) deployment.isRolledBack();
  };

/** The container ends soon after its start, again and again. */
export const crashes = untilTheBreakerTrips({
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  container: "app",
  exitCode: 255,
  log: [
    'PHP Fatal error:  Uncaught Error: Class "App\\Providers\\Gone" not found in /var/www/html/bootstrap/app.php:9',
  ],
});

/** The containers run, and the load balancer gets no good answer from them. */
export const failsTheHealthCheck = untilTheBreakerTrips({
  stopCode: "ServiceSchedulerInitiated",
  stoppedReason:
    "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api-production/1)",
  container: "app",
  exitCode: 0,
  log: ["[2026-11-22 04:15:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused"],
});

/** The image was deleted from the repository after it was looked for. */
export const cannotPull = untilTheBreakerTrips({
  stopCode: "TaskFailedToStart",
  stoppedReason:
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found",
  container: "app",
});

/** A binary of the other processor. */
export const hasTheWrongArchitecture = untilTheBreakerTrips({
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  container: "app",
  exitCode: 255,
  log: ["exec /usr/local/bin/docker-entrypoint: exec format error"],
});

/** No host has room. ECS tries for ever: the circuit breaker does not count what never started. */
export const findsNoRoom: Scene = (deployment) => {
  deployment.says(
    "was unable to place a task because no container instance met all of its requirements. The closest matching " +
      "(container-instance 7f3a) has insufficient memory available.",
  );
};

/** Another deployment of the same service begins, as by a console or by Terraform. */
export const isSuperseded: Scene = (deployment, look) => {
  if (look === 1) deployment.starts(1);
  if (look === 2) deployment.isSuperseded();
};

/** Tasks start, and nothing more happens. */
export const hangs: Scene = (deployment, look) => {
  if (look === 1) deployment.starts(1);
};
