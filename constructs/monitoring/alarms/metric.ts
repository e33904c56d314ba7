/** A CloudWatch metric, and the statistic that makes one value of each period. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p99";
}

/** The metrics of one resource, which share namespace and dimensions. */
const series =
  (namespace: string, dimensions: Metric["dimensions"]) =>
  (name: string, statistic: Metric["statistic"]): Metric => ({ namespace, name, dimensions, statistic });

/** A load balancer and its target group by the names that CloudWatch uses for them: the ends of their ARNs. */
export interface Balanced {
  /** E.g. `app/api-production/50dc6c495c0c9188`. */
  readonly loadBalancerArnSuffix: string;

  /** E.g. `targetgroup/web-1234/6d0ecf831eec9f09`. */
  readonly targetGroupArnSuffix: string;
}

/** "CloudWatch metrics for your Application Load Balancer", Elastic Load Balancing. */
export function loadBalancerMetrics({ loadBalancerArnSuffix, targetGroupArnSuffix }: Balanced) {
  const balancer = series("AWS/ApplicationELB", { LoadBalancer: loadBalancerArnSuffix });
  const targets = series("AWS/ApplicationELB", {
    LoadBalancer: loadBalancerArnSuffix,
    TargetGroup: targetGroupArnSuffix,
  });
  return {
    requests: balancer("RequestCount", "Sum"),
    failedByBalancer: balancer("HTTPCode_ELB_5XX_Count", "Sum"),
    failedByTargets: balancer("HTTPCode_Target_5XX_Count", "Sum"),
    refused: balancer("HTTPCode_Target_4XX_Count", "Sum"),
    seconds: balancer("TargetResponseTime", "Average"),
    slowestSeconds: balancer("TargetResponseTime", "p99"),
    healthy: targets("HealthyHostCount", "Maximum"),
    unhealthy: targets("UnHealthyHostCount", "Maximum"),
  };
}

/** "CloudWatch metrics that are available for your instances", Amazon EC2, and "Amazon ECS CloudWatch metrics". */
export function hostMetrics(groupName: string, clusterName: string) {
  const hosts = series("AWS/EC2", { AutoScalingGroupName: groupName });
  const cluster = series("AWS/ECS", { ClusterName: clusterName });
  return {
    cpu: hosts("CPUUtilization", "Average"),
    surplusCredits: hosts("CPUSurplusCreditBalance", "Maximum"),
    memory: cluster("MemoryUtilization", "Average"),
    reservedMemory: cluster("MemoryReservation", "Average"),
  };
}

/** "Amazon ECS CloudWatch metrics", of one service. */
export function serviceMetrics(clusterName: string, serviceName: string) {
  const service = series("AWS/ECS", { ClusterName: clusterName, ServiceName: serviceName });
  return { memory: service("MemoryUtilization", "Average") };
}

/** "Amazon CloudWatch metrics for Amazon RDS". */
export function databaseMetrics(identifier: string) {
  const database = series("AWS/RDS", { DBInstanceIdentifier: identifier });
  return {
    cpu: database("CPUUtilization", "Average"),
    surplusCredits: database("CPUSurplusCreditBalance", "Maximum"),
    connections: database("DatabaseConnections", "Maximum"),
    freeMemory: database("FreeableMemory", "Minimum"),
    freeStorage: database("FreeStorageSpace", "Minimum"),
    throughputBurst: database("EBSByteBalance%", "Minimum"),
    operationsBurst: database("EBSIOBalance%", "Minimum"),
    readSeconds: database("ReadLatency", "Average"),
    writeSeconds: database("WriteLatency", "Average"),
  };
}

/**
 * "Metrics for Valkey and Redis OSS" and "Host-Level Metrics", Amazon ElastiCache User Guide.
 *
 * @param node e.g. `api-production-001`
 */
export function cacheMetrics(node: string) {
  const cache = series("AWS/ElastiCache", { CacheClusterId: node });
  return {
    cpu: cache("EngineCPUUtilization", "Average"),
    memory: cache("DatabaseMemoryUsagePercentage", "Maximum"),
    evicted: cache("Evictions", "Sum"),
    connections: cache("CurrConnections", "Maximum"),
    found: cache("CacheHits", "Sum"),
    missing: cache("CacheMisses", "Sum"),
  };
}

/** Of the account in a region ("Creating reputation monitoring alarms using CloudWatch", Amazon SES Developer Guide). From 0 to 1. */
export function mailMetrics() {
  const account = series("AWS/SES", {});
  return {
    bounces: account("Reputation.BounceRate", "Maximum"),
    complaints: account("Reputation.ComplaintRate", "Maximum"),
  };
}

/** "Available CloudWatch metrics for Amazon SQS". */
export function queueMetrics(queueName: string) {
  const queue = series("AWS/SQS", { QueueName: queueName });
  return {
    waiting: queue("ApproximateNumberOfMessagesVisible", "Maximum"),
    inFlight: queue("ApproximateNumberOfMessagesNotVisible", "Maximum"),
    oldestSeconds: queue("ApproximateAgeOfOldestMessage", "Maximum"),
    taken: queue("NumberOfMessagesReceived", "Sum"),
    takenNone: queue("NumberOfEmptyReceives", "Sum"),
    done: queue("NumberOfMessagesDeleted", "Sum"),
  };
}
