import { Played } from "../../played/played";
import { drill } from "../../../../ops/commands/drill/drill";
import type { DrillOptions } from "../../../../ops/commands/drill/drill";
import { container, environment, healthy, task } from "../../diagnosis/observed";
import { Databases, own, PASSWORD } from "../database/databases";

/** What the program prints about a good copy. */
export const FOUND = {
  rows: { items: 51, migrations: 2 },
  migration: "2026_01_01_000000_create_items",
  present: { migration: "2026_01_01_000000_create_items", knows: true, tables: ["items", "migrations"] },
};

interface Metric {
  readonly MetricName: string;
  readonly Value: number;
  readonly Timestamp: number;
}

interface Course {
  readonly databases?: Databases;
  /** What the check prints. */
  readonly lines?: readonly string[];
  readonly exitCode?: number;
  readonly metrics?: Metric[];
  /** What happens before the task starts that checks. */
  readonly beforeCheck?: () => Promise<void>;
}

/** AWS for drills: the databases, the task that checks, and the metrics. */
export async function stage({
  databases = new Databases([own()]),
  lines = [`database-check ${JSON.stringify(FOUND)}`],
  exitCode = 0,
  metrics = [],
  beforeCheck,
}: Course = {}) {
  const checking = task("migrate", [container("migrate")], { lastStatus: "PROVISIONING" });
  const stopped = {
    ...checking,
    lastStatus: "STOPPED",
    startedAt: new Date(),
    stopCode: "EssentialContainerExited",
    containers: [container("migrate", { exitCode })],
  };
  const played = await Played.open(
    environment(),
    { ...healthy, tasks: [] },
    {
      rds: databases.rds,
      ssm: databases.ssm,
      ecs: {
        RunTask: async () => {
          await beforeCheck?.();
          return { tasks: [checking], failures: [] };
        },
        DescribeTasks: () => ({ tasks: [stopped] }),
        DescribeTaskDefinition: () => ({ taskDefinition: {} }),
      },
      logs: {
        GetLogEvents: ({ nextToken }: { nextToken?: string }) => ({
          events: nextToken ? [] : lines.map((message) => ({ message, timestamp: 0 })),
          nextForwardToken: "f/1",
        }),
      },
      cloudwatch: {
        PutMetricData: ({ MetricData }: { MetricData: Metric[] }) => {
          metrics.push(...MetricData);
          return {};
        },
        GetMetricStatistics: ({ MetricName }: { MetricName: string }) => ({
          Datapoints: metrics
            .filter((metric) => metric.MetricName === MetricName)
            .map(({ Timestamp, Value }) => ({ Timestamp, Maximum: Value })),
        }),
      },
    },
  );
  return {
    databases,
    metrics,
    played,
    endpoint: played.endpoint,
    drill: (options: DrillOptions = {}, signal?: AbortSignal) =>
      played.run((operation) => drill(operation, options), signal),
  };
}

export { PASSWORD };
