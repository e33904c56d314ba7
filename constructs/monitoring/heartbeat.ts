import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { Metric } from "./alarms/metric";
import type { ContainerLog } from "../containers/container-log";

export interface HeartbeatProps {
  /** Prefix of every physical name; the namespace of its series, too. */
  readonly name: string;
  readonly log: ContainerLog;

  /** What the container writes each time it has done its work. */
  readonly line: string;

  /** What the series is called, e.g. `SchedulerRuns`. */
  readonly metricName: string;
}

/** Counts a line of a container's log, so that its absence can be noticed. A series costs 0.30 USD a month. */
export class Heartbeat extends Construct {
  public readonly metric: Metric;

  constructor(scope: Construct, id: string, { name, log, line, metricName }: HeartbeatProps) {
    super(scope, id);

    new CloudwatchLogMetricFilter(this, "filter", {
      name: `${name}-${metricName}`,
      logGroupName: log.groupName,
      // In quotes the words must be there one after the other.
      pattern: `"${line}"`,
      metricTransformation: { namespace: name, name: metricName, value: "1" },
    });
    this.metric = { namespace: name, name: metricName, dimensions: {}, statistic: "Sum" };
  }
}
