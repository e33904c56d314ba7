import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { Metric } from "./alarms/metric";

/** The width of a dashboard in units of its grid ("Dashboard body structure and syntax", CloudWatch API). */
const WIDTH = 24;
const GRAPH_HEIGHT = 6;
const ALARMS_HEIGHT = 3;

export interface Graph {
  readonly title: string;

  /** The metrics by their labels. */
  readonly lines: Readonly<Record<string, Metric>>;

  /**
   * The end of the axis.
   *
   * @default the largest value
   */
  readonly upTo?: number;
}

export interface DashboardProps {
  readonly name: string;
  readonly region: string;

  /** The alarms whose states are shown in the first row. */
  readonly alarmArns: readonly string[];

  /** Graphs side by side, row by row. */
  readonly rows: readonly (readonly Graph[])[];
}

/** The CloudWatch dashboard for operators: the states of the alarms, and below them the graphs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { name, region, alarmArns, rows }: DashboardProps) {
    super(scope, id);

    const shown = rows.filter((row) => row.length > 0);
    const top = alarmArns.length > 0 ? ALARMS_HEIGHT : 0;
    const widgets = [
      ...(top > 0 ? [alarmStates(alarmArns)] : []),
      ...shown.flatMap((row, index) =>
        row.map((graph, column) => ({
          type: "metric",
          x: (column * WIDTH) / row.length,
          y: top + index * GRAPH_HEIGHT,
          width: WIDTH / row.length,
          height: GRAPH_HEIGHT,
          properties: properties(graph, region),
        })),
      ),
    ];
    // In a local the golden files show the widgets as they are. The argument itself is one long string.
    const body = new TerraformLocal(this, "body", { widgets });
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: name,
      dashboardBody: Fn.jsonencode(body.expression),
    });
  }
}

function alarmStates(alarms: readonly string[]) {
  return {
    type: "alarm",
    x: 0,
    y: 0,
    width: WIDTH,
    height: ALARMS_HEIGHT,
    properties: { title: "Alarms", alarms },
  };
}

function properties({ title, lines, upTo }: Graph, region: string) {
  return {
    title,
    region,
    view: "timeSeries",
    period: 300,
    metrics: Object.entries(lines).map(([label, { namespace, name, dimensions, statistic }]) => [
      namespace,
      name,
      ...Object.entries(dimensions).flatMap((dimension) => dimension),
      { label, stat: statistic },
    ]),
    yAxis: { left: { min: 0, ...(upTo === undefined ? {} : { max: upTo }) } },
  };
}
