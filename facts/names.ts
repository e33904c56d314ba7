import { databaseGroups } from "./database";
import { logGroupName } from "./log-names";

/** The images of an environment, by the name of the container that runs each. */
export const IMAGES = ["app", "nginx"] as const;
export type Image = (typeof IMAGES)[number];

/** Workers that process the same queues: those of `worker`, or of one of `workers`. */
export type WorkerName = "worker" | `worker_${string}`;

/** In patterns of IAM, the workers of `workers`. No environment has an underscore in its name, so only this one's match. */
export const MORE_WORKERS: WorkerName = "worker_*";

/** The workloads that run as a service of their own, in the order of a release. Those of `workers` come after `worker`. */
export const SERVICES = ["web", "worker", "scheduler"] as const;
export type ServiceName = (typeof SERVICES)[number] | WorkerName;

/** The workloads of the application. Each has a task definition family. */
export const WORKLOADS = [...SERVICES, "migrate"] as const;
export type Workload = (typeof WORKLOADS)[number] | WorkerName;

/** The rules that call the notifier, by what they are about. */
export const NOTIFIER_RULES = [
  "deployments",
  "service-actions",
  "tasks",
  "progress",
  "alarms",
  "image-scans",
  "copies",
] as const;
export type NotifierRule = (typeof NOTIFIER_RULES)[number];

/** GitHub's OIDC provider, and the audience of its tokens. */
export const GITHUB_HOST = "token.actions.githubusercontent.com";
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * The buckets that a stack of the environment creates or may create later. None of them can be the state bucket: Terraform
 * needs its state before it creates a bucket, and these buckets have other rules.
 */
export function bucketsOf(parts: EnvironmentIdentity) {
  const { settingsBucket, accessLogsBucket, filesBucket } = namesOf(parts);
  return [
    { bucket: filesBucket.name, holds: "the files" },
    { bucket: settingsBucket.name, holds: "the settings" },
    { bucket: accessLogsBucket.name, holds: "the access logs" },
  ];
}

/**
 * Where the bounces of a domain's mail go. It must be below the domain, and no mail is sent from it or received by it ("Using a
 * custom MAIL FROM domain", Amazon SES Developer Guide).
 */
export const mailFromDomainOf = (domain: string): string => `bounce.${domain}`;

/** The value of an image parameter before the first deployment. */
export const NO_IMAGE = "none";

/** Prefix of the tag that the deploy command adds to an image, e.g. `deployed-20261122T041500Z`. */
export const DEPLOYED_TAG_PREFIX = "deployed-";

/** Which environment it is. Every physical name and ARN follows from these. */
export interface EnvironmentIdentity {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
}

export type Names = ReturnType<typeof namesOf>;

/**
 * Physical names and ARNs that the stacks, the CI identities and the operator's commands use before the resources exist.
 */
export function namesOf({ name, accountId, region }: EnvironmentIdentity) {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const role = (suffix: string) => ({
    name: `${name}-${suffix}`,
    arn: `arn:aws:iam::${accountId}:role/${name}-${suffix}`,
  });
  const parameter = (path: string) => ({
    name: `/${name}/${path}`,
    arn: arn("ssm", `parameter/${name}/${path}`),
  });

  const settings = `${name}-settings-${accountId}`;

  return {
    cluster: { name, arn: arn("ecs", `cluster/${name}`) },
    /** Of every listener of the load balancer, and of every rule of one (Service Authorization Reference, "Elastic Load Balancing V2"). */
    anyListenerArn: arn("elasticloadbalancing", `listener/app/${name}/*`),
    anyListenerRuleArn: arn("elasticloadbalancing", `listener-rule/app/${name}/*`),
    /** The hosts of the cluster. */
    capacityProvider: { name, arn: arn("ecs", `capacity-provider/${name}`) },
    service: (workload: Workload) => ({ name: workload, arn: arn("ecs", `service/${name}/${workload}`) }),
    taskFamily: (workload: Workload) => ({
      name: `${name}-${workload}`,
      /** Of every revision. */
      arn: arn("ecs", `task-definition/${name}-${workload}:*`),
      arnWithoutRevision: arn("ecs", `task-definition/${name}-${workload}`),
    }),
    task: (id: string) => ({ arn: arn("ecs", `task/${name}/${id}`) }),
    anyServiceDeploymentArn: arn("ecs", `service-deployment/${name}/*`),
    anyServiceRevisionArn: arn("ecs", `service-revision/${name}/*`),
    anyContainerInstanceArn: arn("ecs", `container-instance/${name}/*`),
    /** The group of a schedule that names none (EventBridge Scheduler User Guide, "Managing a schedule group"). */
    scheduleGroup: { arn: arn("scheduler", "schedule-group/default") },
    schedule: { name: `${name}-schedule`, arn: arn("scheduler", `schedule/default/${name}-schedule`) },
    scheduleRole: role("schedule"),
    dashboard: { name, arn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` },
    /** A rule that calls the notifier. */
    rule: (suffix: NotifierRule) => ({
      name: `${name}-notify-${suffix}`,
      arn: arn("events", `rule/${name}-notify-${suffix}`),
    }),
    queue: (suffix: string) => ({ name: `${name}-${suffix}`, arn: arn("sqs", `${name}-${suffix}`) }),
    /**
     * A queue with a name in the code of the application. Laravel adds the end (`SQS_SUFFIX`) to that name. No environment has
     * an underscore in its name, so no queue of another environment has this end.
     */
    namedQueue: (queue: string) => ({ name: `${queue}_${name}`, arn: arn("sqs", `${queue}_${name}`) }),
    namedQueueSuffix: `_${name}`,
    taskRole: role("task"),
    executionRole: role("task-execution"),
    deployRole: role("deploy"),
    planRole: role("plan"),
    drillRole: role("drill"),
    /** With it AWS Backup takes backups and copies them. */
    backupRole: role("backup"),
    /** Of the backups in this region, or of the copies in another region or account. */
    vault: (inRegion = region, inAccount = accountId) => ({
      name,
      arn: `arn:aws:backup:${inRegion}:${inAccount}:backup-vault:${name}`,
    }),
    /** Of every rule by which AWS Backup learns what changes in a bucket. */
    anyBackupRuleArn: arn("events", "rule/AwsBackupManagedRule*"),
    /** Of every backup that AWS Backup holds itself, e.g. of a bucket. */
    anyRecoveryPointArn: (inRegion = region) => `arn:aws:backup:${inRegion}:${accountId}:recovery-point:*`,
    /** Of every snapshot that AWS Backup takes or copies, of any database of the account. */
    anyBackupSnapshotArn: (inRegion = region) => `arn:aws:rds:${inRegion}:${accountId}:snapshot:awsbackup:*`,
    database: { name, arn: arn("rds", `db:${name}`) },
    /** Of every snapshot that a release takes. */
    releaseSnapshot: (id: string) => ({
      name: `${name}-release-${id}`,
      arn: arn("rds", `snapshot:${name}-release-${id}`),
    }),
    /** Of every snapshot in the account and region. */
    anySnapshotArn: arn("rds", "snapshot:*"),
    /** Of every database that a drill restores. */
    anyDrillArn: arn("rds", `db:${name}-drill-*`),
    /** The groups of the database, and the option groups of AWS that a restored one has. */
    databaseGroupArns: [
      arn("rds", `subgrp:${databaseGroups(name).subnetGroup}`),
      arn("rds", `pg:${databaseGroups(name).parameterGroup}`),
      arn("rds", "og:default:*"),
    ],
    /** Of every database and backup in the account and region. */
    anyDatabaseArn: arn("rds", "*"),
    repository: (image: Image) => ({
      name: `${name}/${image}`,
      arn: arn("ecr", `repository/${name}/${image}`),
    }),
    imageParameter: (image: Image) => parameter(`image/${image}`),
    databasePassword: parameter("database/password"),
    applicationUserPassword: parameter("database/application-password"),
    /** Of every secret of the application, and of nothing else: no other parameter is under this path. */
    anySecretArn: parameter("secret/*").arn,
    secret: (variable: string) => parameter(`secret/${variable}`),
    settingsBucket: { name: settings, arn: `arn:aws:s3:::${settings}` },
    filesBucket: { name: `${name}-files-${accountId}` },
    accessLogsBucket: { name: `${name}-access-logs-${accountId}` },
    /** The lock of the deployment in progress, in the settings bucket. */
    releaseLock: { key: "release/lock.json", arn: `arn:aws:s3:::${settings}/release/lock.json` },
    slackWebhook: parameter("slack/webhook"),
    notifier: { name: `${name}-deploy-notifier`, arn: arn("lambda", `function:${name}-deploy-notifier`) },
    undeliveredEvents: {
      name: `${name}-undelivered-events`,
      arn: arn("sqs", `${name}-undelivered-events`),
    },
    notifierLogGroupArn: arn("logs", `log-group:/aws/lambda/${name}-deploy-notifier`),
    notifierRole: role("deploy-notifier"),
    logGroup: (container: string) => logGroupName(name, container),
    logGroupArn: (container: string) => arn("logs", `log-group:${logGroupName(name, container)}`),
    keyAlias: `alias/${name}`,
    /**
     * The alarms of an environment are found by their prefix. It ends with a slash, so that it matches neither the alarms
     * of another environment nor the alarms that scaling uses.
     */
    alarm: (rule: string) => ({
      name: `${name}/${rule}`,
      arn: arn("cloudwatch", `alarm:${name}/${rule}`),
    }),
    /** The alarms by which workers are added and removed. */
    scalingAlarm: (worker: WorkerName, does: "add" | "remove") => ({
      name: `${name}-${worker}-${does}`,
      arn: arn("cloudwatch", `alarm:${name}-${worker}-${does}`),
    }),
    /** The configuration set of the environment's mail, or another one of the account and region. */
    configurationSet: (configurationSet = name) => ({
      name: configurationSet,
      arn: arn("ses", `configuration-set/${configurationSet}`),
    }),
    mailIdentity: (domain: string) => ({ arn: arn("ses", `identity/${domain}`) }),
    alarmTopic: { name: `${name}-alarms`, arn: arn("sns", `${name}-alarms`) },
  };
}
