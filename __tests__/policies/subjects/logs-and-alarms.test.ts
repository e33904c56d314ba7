import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Protected } from "../protected";
import { loadBalancer } from "../protected";
import { lambda } from "../resources";
import * as policies from "../../../policies/subjects/logs-and-alarms";
import { describePolicies } from "../describe-policies";

const watchedQueue: Protected = (stack, change) => {
  const { name } = new SqsQueue(stack, "failed", {});
  return new CloudwatchMetricAlarm(stack, "alarm", {
    alarmName: "a",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    alarmActions: ["arn:topic"],
    dimensions: { QueueName: name },
    ...change,
  });
};

describePolicies(policies, {
  protects: {
    alarms: {
      "alarms that only scale": [
        watchedQueue,
        { alarmActions: ["${aws_appautoscaling_policy.add.arn}"] },
        "aws_sqs_queue.failed: no alarm watches the resource",
      ],
    },
    "log-retention": {
      "a load balancer": [
        (stack, change: { days?: number } = {}) => {
          const bucket = new S3Bucket(stack, "logs", {});
          new S3BucketLifecycleConfiguration(stack, "lifecycle", {
            bucket: bucket.id,
            rule: [{ id: "sweep", status: "Enabled", expiration: [{ days: change.days ?? 90 }] }],
          });
          loadBalancer(stack, { accessLogs: { bucket: bucket.id, enabled: true } });
        },
        { days: 0 },
        "the access logs are never deleted: set their bucket's expireAfterDays to logs.accessLogDays",
      ],
      "a function": [
        (stack, change) => {
          new CloudwatchLogGroup(stack, "g", { name: "/aws/lambda/notifier", retentionInDays: 30 });
          return lambda(stack, change ?? {});
        },
        { functionName: "other" },
        "no log group is named /aws/lambda/other",
      ],
    },
  },
});
