import type { Construct } from "constructs";
import { exceptFromAlarms } from "../constructs/monitoring/alarms/alarms";
import { ContainerLog } from "../constructs/containers/container-log";
import { DeployNotifier } from "../constructs/notifier/deploy-notifier";
import { EnvironmentFile } from "../constructs/containers/environment-file";
import type { Application } from "../constructs/containers/laravel-container";
import { laravelContainer, SERVES } from "../constructs/containers/laravel-container";
import { laravelSettings } from "../config/laravel-settings";
import { MinutelySchedule } from "../constructs/services/minutely-schedule";
import { Monitoring } from "../constructs/monitoring/monitoring";
import { NGINX_PORT, nginxContainer } from "../constructs/containers/nginx-container";
import { Queue } from "../constructs/data/queue";
import { RunningImage } from "../constructs/containers/running-image";
import type { Capacity } from "../constructs/services/service";
import { Service } from "../constructs/services/service";
import { TaskDefinition } from "../constructs/containers/task-definition";
import { TaskRoles } from "../constructs/containers/task-roles";
import { migrationContainer } from "../constructs/containers/migration";
import { schedulerContainer, tickContainer } from "../constructs/containers/scheduler";
import { WebScaling } from "../constructs/services/web-scaling";
import { workerContainer, workerSidecar } from "../constructs/containers/worker";
import { WorkerScaling } from "../constructs/services/worker-scaling";
import type { Image, Workload } from "../facts/names";
import { namesOf } from "../facts/names";
import type { BaseStack } from "./base-stack";
import { readBaseOutputs } from "./base-outputs";
import { EnvironmentStack, stateOf } from "./environment-stack";
import type { LiteralEnvironment } from "./literal-environment";

/** How Laravel begins a log line, e.g. `[2026-11-22 04:15:00] production.ERROR: ...`. */
const LARAVEL_DATETIME = "%Y-%m-%d %H:%M:%S";

/** The running application: everything here can be destroyed and rebuilt at any hour. */
export class ServiceStack extends EnvironmentStack {
  constructor(scope: Construct, environment: LiteralEnvironment, baseStack: BaseStack) {
    super(scope, environment, "service");
    this.addDependency(baseStack);

    const { region, secrets, shell, logs, web, worker, scheduler } = environment;
    const names = namesOf(environment);
    // Sorted, so that their order in the environment's file is no change.
    const base = readBaseOutputs(this, stateOf(environment, "base"), Object.keys(secrets).sort());
    const capacity: Capacity = base;

    const log = (container: string, datetimeFormat?: string) =>
      new ContainerLog(this, `${container}-log`, {
        groupName: names.logGroup(container),
        region,
        retentionDays: logs.retentionDays,
        ...(datetimeFormat === undefined ? {} : { datetimeFormat }),
      });
    const image = (container: Image, repositoryUrl: string) =>
      new RunningImage(this, `${container}-image`, {
        image: container,
        parameterName: names.imageParameter(container).name,
        repositoryUrl,
      });
    const images = {
      app: image("app", base.appRepositoryUrl),
      nginx: image("nginx", base.nginxRepositoryUrl),
    };

    const queue = new Queue(this, "queue", { name: environment.name, ...environment.queue });
    const environmentFile = new EnvironmentFile(this, "environment-file", {
      bucketName: base.settingsBucketName,
      bucketArn: base.settingsBucketArn,
      settings: laravelSettings({
        environment,
        url: base.url,
        databaseAddress: base.databaseAddress,
        queueName: queue.name,
      }),
    });
    const application: Application = {
      image: images.app.uri,
      environmentFileArn: environmentFile.arn,
      secretArns: {
        ...base.secretArns,
        DB_PASSWORD: environment.database.applicationUser
          ? base.applicationUserPasswordArn
          : base.databasePasswordArn,
      },
      writableRoot: shell,
    };

    const nginxLog = log("nginx");
    const laravelLog = (container: string) =>
      // As JSON an event is one line already.
      log(container, environment.env.LOG_FORMAT === "json" ? undefined : LARAVEL_DATETIME);
    const logOf = {
      app: laravelLog("app"),
      worker: laravelLog("worker"),
      scheduler: laravelLog("scheduler"),
      migrate: laravelLog("migrate"),
    };
    const roles = new TaskRoles(this, "roles", {
      environment,
      settingsBucketArn: base.settingsBucketArn,
      keyArn: base.keyArn,
      passwordArns: [
        base.databasePasswordArn,
        ...(environment.database.applicationUser ? [base.applicationUserPasswordArn] : []),
      ],
      logGroupArns: [nginxLog, ...Object.values(logOf)].map(({ arn }) => arn),
      statements: [queue.useStatement()],
    });
    const task = (role: Workload, containers: { readonly name: string }[]) =>
      new TaskDefinition(this, `${role}-task`, {
        environment,
        role,
        roles,
        images: role === "web" ? [images.app, images.nginx] : [images.app],
        containers,
      });

    const app = laravelContainer(application, {
      name: "app",
      memoryMiB: web.app.memoryMiB,
      log: logOf.app,
      stopTimeoutSeconds: web.stopTimeoutSeconds,
      healthCheck: SERVES,
    });
    const nginx = nginxContainer({
      image: images.nginx.uri,
      memoryMiB: web.nginx.memoryMiB,
      log: nginxLog,
      stopTimeoutSeconds: web.stopTimeoutSeconds,
      writableRoot: shell,
      app: app.name,
      realIpFrom: environment.network.cidr,
    });
    const sidecars = worker.runs === "sidecar" ? [workerSidecar(application, environment, logOf.worker)] : [];
    const webService = new Service(this, "web", {
      name: names.service("web").name,
      capacity,
      taskDefinition: task("web", [nginx, app, ...sidecars]),
      desiredCount: web.desiredCount,
      scaled: web.scaling !== undefined,
      replace: "overlapping",
      shell,
      loadBalancer: {
        targetGroupArn: base.targetGroupArn,
        containerName: nginx.name,
        containerPort: NGINX_PORT,
        gracePeriodSeconds: web.healthCheckGracePeriodSeconds,
      },
    });

    if (web.scaling) {
      new WebScaling(this, "web-scaling", {
        environment,
        settings: web.scaling,
        service: webService,
        loadBalancerArnSuffix: base.loadBalancerArnSuffix,
        targetGroupArnSuffix: base.targetGroupArnSuffix,
      });
    }

    if (worker.runs === "service") {
      const workerService = new Service(this, "worker", {
        name: names.service("worker").name,
        capacity,
        taskDefinition: task("worker", [workerContainer(application, environment, logOf.worker)]),
        desiredCount: worker.desiredCount,
        scaled: worker.scaling !== undefined,
        replace: "overlapping",
        shell,
      });
      if (worker.scaling) {
        new WorkerScaling(this, "worker-scaling", {
          environment,
          settings: worker.scaling,
          service: workerService,
          queueName: queue.name,
        });
      }
    }

    if (scheduler.runs === "service") {
      new Service(this, "scheduler", {
        name: names.service("scheduler").name,
        capacity,
        taskDefinition: task("scheduler", [schedulerContainer(application, environment, logOf.scheduler)]),
        desiredCount: 1,
        scaled: false,
        replace: "one-at-a-time",
        shell,
      });
    }
    const schedule =
      scheduler.runs === "eventbridge"
        ? new MinutelySchedule(this, "schedule", {
            environment,
            capacity,
            taskDefinition: task("scheduler", [tickContainer(application, environment, logOf.scheduler)]),
            roles,
          })
        : undefined;

    task("migrate", [migrationContainer(application, environment, logOf.migrate, base.databasePasswordArn)]);

    new Monitoring(this, "monitoring", {
      name: environment.name,
      region,
      names,
      alarms: environment.alarms,
      dashboard: environment.dashboard,
      services: [
        "web",
        ...(worker.runs === "service" ? (["worker"] as const) : []),
        ...(scheduler.runs === "service" ? (["scheduler"] as const) : []),
      ],
      balanced: base,
      instanceType: environment.hosts.instanceType,
      database: environment.database,
      worker,
      queue,
      visibilityTimeoutSeconds: environment.queue.visibilityTimeoutSeconds,
      schedulerLog: scheduler.runs === "none" ? undefined : logOf.scheduler,
      schedule,
      notifier: environment.slack && {
        environment: environment.environment,
        functionName: names.notifier.name,
        queueName: names.undeliveredEvents.name,
      },
    });

    if (environment.slack) {
      new DeployNotifier(this, "deploy-notifier", {
        name: environment.name,
        names,
        accountId: environment.accountId,
        region,
        keyArn: base.keyArn,
        logRetentionDays: logs.retentionDays,
        settings: environment.slack,
      });
    }
    if (!environment.alarms.enabled) exceptFromAlarms(this);
  }
}
