import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { Metric } from "./alarms/metric";
import type { ContainerLog } from "../containers/container-log";

export interface HeartbeatProps {
  /** Prefix of every physical name, and the namespace of the metric. */
  readonly name: string;
  readonly log: ContainerLog;

  /** The line that the container logs each time it has done its work. */
  readonly line: string;

  /** E.g. `SchedulerRuns`. */
  readonly metricName: string;
}

/** Counts a line in a container's log, so that an alarm can watch for its absence. The metric costs 0.30 USD a month. */
export class Heartbeat extends Construct {
  public readonly metric: Metric;

  constructor(scope: Construct, id: string, { name, log, line, metricName }: HeartbeatProps) {
    super(scope, id);

    new CloudwatchLogMetricFilter(this, "filter", {
      name: `${name}-${metricName}`,
      logGroupName: log.groupName,
      // In quotes the words must be adjacent and in this order.
      pattern: `"${line}"`,
      metricTransformation: { namespace: name, name: metricName, value: "1" },
    });
    this.metric = { namespace: name, name: metricName, dimensions: {}, statistic: "Sum" };
  }
}
