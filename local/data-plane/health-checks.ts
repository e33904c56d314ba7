import { get } from "node:http";
import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";

/** A target as DescribeTargetHealth has it. */
export interface Target {
  readonly id: string;
  readonly port: number;
}

export interface Health {
  readonly state: "initial" | "healthy" | "unhealthy" | "draining";
  readonly reason?: string;
  readonly description?: string;
}

/** A check that failed, in the words of DescribeTargetHealth. */
type Failure = Required<Pick<Health, "reason" | "description">>;

const INITIAL: Health = {
  state: "initial",
  reason: "Elb.InitialHealthChecking",
  description: "Initial health checks in progress",
};

/**
 * The health of one target by the checks of its target group: one success makes a new target healthy, later changes take as many
 * results in a row as the thresholds say (User Guide for Application Load Balancers, "Health checks for target groups").
 */
export class HealthCheck {
  public health: Health = INITIAL;

  private row = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly group: TargetGroup,
    private readonly target: Target,
    private readonly address: () => string | undefined,
    private readonly pace: number,
    private readonly onChange: () => void,
  ) {
    this.next(0);
  }

  public stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private next(seconds: number): void {
    this.timer = setTimeout(() => void this.check(), seconds * 1_000 * this.pace);
  }

  private async check(): Promise<void> {
    const failure = await this.probe();
    if (!this.timer) return;
    this.note(failure);
    this.next(this.group.HealthCheckIntervalSeconds ?? 30);
  }

  private note(failure: Failure | undefined): void {
    const { state } = this.health;
    const changes = failure ? state !== "unhealthy" : state !== "healthy";
    this.row = changes ? this.row + 1 : 0;
    const { HealthyThresholdCount = 5, UnhealthyThresholdCount = 2 } = this.group;
    const needed = failure ? UnhealthyThresholdCount : state === "initial" ? 1 : HealthyThresholdCount;
    if (this.row < needed) return;
    this.row = 0;
    this.health = failure ? { state: "unhealthy", ...failure } : { state: "healthy" };
    this.onChange();
  }

  /** One request. The failure, if it is one. */
  private probe(): Promise<Failure | undefined> {
    const {
      HealthCheckPath: path = "/",
      HealthCheckPort: port,
      HealthCheckTimeoutSeconds: timeout = 5,
    } = this.group;
    const host = this.address();
    const failed: Failure = { reason: "Target.FailedHealthChecks", description: "Health checks failed" };
    if (!host) return Promise.resolve(failed);
    return new Promise((resolve) => {
      const probe = get({
        host,
        port: port === undefined || port === "traffic-port" ? this.target.port : Number(port),
        path,
        agent: false,
        headers: { "User-Agent": "ELB-HealthChecker/2.0" },
        signal: AbortSignal.timeout(timeout * 1_000 * this.pace),
      });
      probe.on("response", ({ statusCode = 0 }) => {
        probe.destroy();
        if (matches(statusCode, this.group.Matcher?.HttpCode ?? "200")) return resolve(undefined);
        const description = `Health checks failed with these codes: [${statusCode}]`;
        return resolve({ reason: "Target.ResponseCodeMismatch", description });
      });
      probe.on("error", ({ name }) =>
        resolve(
          name === "AbortError" ? { reason: "Target.Timeout", description: "Request timed out" } : failed,
        ),
      );
    });
  }
}

/** Whether a status is in a matcher: `200`, `200,202` or `200-299`. */
function matches(status: number, matcher: string): boolean {
  return matcher.split(",").some((range) => {
    const [from = "", to = from] = range.split("-");
    return status >= Number(from) && status <= Number(to);
  });
}
