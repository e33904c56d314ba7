/** The maximum counts of an environment, each with its document. */

/** The type Integer of AWS's APIs, where they document no limit: 32 bits with a sign. */
export const LARGEST_INTEGER = 2_147_483_647;

/** "Service quotas", Amazon ECS Developer Guide: tasks per service, and container instances per cluster. */
export const MOST_TASKS = 5_000;
export const MOST_HOSTS = 5_000;

/** "RegisterTaskDefinition", Amazon ECS API Reference: 192 vCPUs. */
export const MOST_CPU_UNITS = 196_608;

/** "Specifications for Amazon EC2 memory optimized instances", Amazon EC2 Instance Types: u7inh-32tb has 32 TiB. */
export const LARGEST_MEMORY_MIB = 32 * 1_024 * 1_024;

/** "CreateQueue", Amazon SQS API Reference, VisibilityTimeout: 12 hours. */
export const LONGEST_VISIBILITY_SECONDS = 43_200;

/** "CreateQueue", Amazon SQS API Reference, MessageRetentionPeriod: 14 days. SQS deletes older jobs. */
export const LONGEST_RETENTION_SECONDS = 1_209_600;

/**
 * The longest that a deployment may wait for a container to stop: `ops deploy` gives up after 15 minutes. ECS has no limit on EC2,
 * and 120 s on Fargate ("ContainerDefinition", Amazon ECS API Reference).
 */
export const LONGEST_WAIT_SECONDS = 600;
