/**
 * The names of the logs in CloudWatch. They are not in names.ts, so that the notifier's bundle contains nothing else of it.
 */

export const logGroupName = (environment: string, container: string) => `/${environment}/${container}`;

/** Begins the name of each log stream that the `awslogs` driver creates for a container. */
export const LOG_STREAM_PREFIX = "ecs";

/** @param task its id */
export const logStreamName = (container: string, task: string) => `${LOG_STREAM_PREFIX}/${container}/${task}`;
