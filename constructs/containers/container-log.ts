import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { LOG_STREAM_PREFIX } from "../../facts/log-names";

export interface ContainerLogProps {
  /** E.g. `/api-production/app`. */
  readonly groupName: string;
  readonly region: string;
  readonly retentionDays: number;

  /**
   * How the first line of an event begins (strftime). Lines that do not begin so belong to the event before them, so that
   * a stack trace is one event.
   *
   * @default every line is an event
   */
  readonly datetimeFormat?: string;
}

/** The CloudWatch log group of one container, and the log configuration with which the container writes to it. */
export class ContainerLog extends Construct {
  public readonly arn: string;
  public readonly groupName: string;

  /** `logConfiguration` of a container definition. */
  public readonly configuration: { logDriver: string; options: Record<string, string> };

  constructor(scope: Construct, id: string, props: ContainerLogProps) {
    super(scope, id);

    const { groupName, region, retentionDays, datetimeFormat } = props;

    const group = new CloudwatchLogGroup(this, "group", { name: groupName, retentionInDays: retentionDays });
    this.arn = group.arn;
    this.groupName = group.name;
    this.configuration = {
      logDriver: "awslogs",
      options: {
        "awslogs-group": group.name,
        "awslogs-region": region,
        "awslogs-stream-prefix": LOG_STREAM_PREFIX,
        // The API must not stop if CloudWatch Logs does not respond. Lines that do not fit the buffer are dropped.
        mode: "non-blocking",
        "max-buffer-size": "4m",
        ...(datetimeFormat === undefined ? {} : { "awslogs-datetime-format": datetimeFormat }),
      },
    };
  }
}
