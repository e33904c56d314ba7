import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, synthesize } from "../../helpers/stacks";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region?: string;
    readonly alarms?: string[];
    readonly metrics?: unknown[][];
  };
}

const widgetsOf = (changes: Partial<EnvironmentInput> = {}): Widget[] => {
  const { service } = synthesize(changes);
  const [, body] =
    Object.entries(service.locals ?? {}).find(([id]) => id.startsWith("monitoring_dashboard_body_")) ?? [];
  return (body as { widgets: Widget[] }).widgets;
};

const titles = (widgets: Widget[]) => widgets.map(({ properties }) => properties.title);

describe("the dashboard", () => {
  const widgets = widgetsOf();

  it("shows the alarms first, and then what a request passes, in its order", () => {
    expect(titles(widgets)).toEqual([
      "Alarms",
      "Requests",
      "Response time, seconds",
      "Web tasks",
      "Memory of tasks, % of the limit",
      "CPU of hosts, %",
      "Memory of hosts, %",
      "Surplus CPU credits of hosts",
      "CPU of the database, %",
      "Connections to the database",
      "Free space of the database, bytes",
      "Latency of the database's disk, seconds",
      "Jobs",
      "Age of the oldest job, seconds",
      "Runs of the schedule per five minutes",
    ]);
  });

  it("shows the state of every alarm of both stacks", () => {
    const { base, service } = synthesize();
    const names = [base, service].flatMap((stack) =>
      all(stack, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) => String(alarm_name)),
    );

    const shown = widgets[0]?.properties.alarms?.map((arn) => arn.split(":alarm:")[1]);
    expect(shown?.toSorted()).toEqual(names.toSorted());
  });

  it("covers its grid without a gap or an overlap", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length).toBe(24 * Math.max(...widgets.map(({ y, height }) => y + height)));
  });

  it("reads every graph in the environment's region", () => {
    for (const { type, properties } of widgets) {
      expect(properties.region).toBe(type === "metric" ? "ap-northeast-1" : undefined);
    }
  });

  it("is given to CloudWatch as one document, under the environment's name", () => {
    expect(only(synthesize().service, "aws_cloudwatch_dashboard")).toMatchObject({
      dashboard_name: "api-production",
      dashboard_body: expect.stringMatching(/^\$\{jsonencode\(local\.monitoring_dashboard_body_/) as string,
    });
  });

  it("shows what there is: services of their own, and no credits or runs where there are none", () => {
    const grown = widgetsOf({
      worker: { runs: "service" },
      scheduler: { runs: "none" },
      hosts: { instanceType: "m7i.large", ecsAmiRelease: "2023.0.20260226" },
    });
    const memory = grown.find(({ properties }) => properties.title.startsWith("Memory of tasks"));

    expect(memory?.properties.metrics?.map((line) => line.at(-1))).toEqual([
      expect.objectContaining({ label: "web" }),
      expect.objectContaining({ label: "worker" }),
    ]);
    expect(titles(grown)).not.toContain("Surplus CPU credits of hosts");
    expect(titles(grown)).not.toContain("Runs of the schedule per five minutes");
  });

  it("has no states to show where there are no alarms", () => {
    const [first] = widgetsOf({ alarms: { enabled: false } });

    expect(first).toMatchObject({ y: 0, properties: { title: "Requests" } });
  });

  it("can be left out", () => {
    const { service } = synthesize({ dashboard: false });

    expect(Object.keys(service.resource)).not.toContain("aws_cloudwatch_dashboard");
    expect(all(service, "aws_cloudwatch_metric_alarm")).not.toHaveLength(0);
  });
});
