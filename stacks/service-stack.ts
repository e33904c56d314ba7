import type { Construct } from "constructs";
import { jobQueuesOf, queueUrlOf } from "../config/queues";
import { alarmsOf } from "../config/running";
import { workerGroupsOf, workerNamesOf } from "../config/worker-groups";
import type { ContainerLogs } from "../constructs/containers/container-logs";
import { containerLogs } from "../constructs/containers/container-logs";
import { migrationContainer } from "../constructs/containers/migration";
import { applicationQueues } from "../constructs/data/application-queues";
import type { Queue } from "../constructs/data/queue";
import { exceptFromAlarms } from "../constructs/monitoring/alarms/alarms";
import { Monitoring } from "../constructs/monitoring/monitoring";
import { DeployNotifier } from "../constructs/notifier/deploy-notifier";
import type { MinutelySchedule } from "../constructs/services/minutely-schedule";
import type { Runtime } from "../constructs/services/runtime";
import { taskDefinition } from "../constructs/services/runtime";
import { scheduler } from "../constructs/services/scheduler";
import { webService } from "../constructs/services/web-service";
import { workerService } from "../constructs/services/worker-service";
import { applicationRuntime } from "./application-runtime";
import type { BaseOutputs } from "./base-outputs";
import { readBaseOutputs } from "./base-outputs";
import type { BaseStack } from "./base-stack";
import { EnvironmentStack, stateLocation } from "./environment-stack";
import type { LiteralEnvironment } from "./literal-environment";

/** The running application. It keeps no data: it can be destroyed and created again at any time. */
export class ServiceStack extends EnvironmentStack {
  private readonly base: Required<BaseOutputs>;

  constructor(scope: Construct, environment: LiteralEnvironment, baseStack: BaseStack) {
    super(scope, environment, "service");
    this.addDependency(baseStack);

    const { identity } = this;
    const { logs: logSettings } = environment;
    // Sorted, so that the order of the secrets in `environments/<environment>.ts` makes no difference.
    const secrets = Object.keys(environment.secrets).sort();
    this.base = readBaseOutputs(this, stateLocation(environment, "base"), secrets);

    const logs = containerLogs(this, {
      ...identity,
      retentionDays: logSettings.retentionDays,
      workers: workerGroupsOf(environment),
      json: environment.env.LOG_FORMAT === "json",
    });
    const queues = applicationQueues(this, {
      queues: jobQueuesOf(environment),
      workers: workerGroupsOf(environment),
    });
    const { base } = this;
    const runtime = applicationRuntime(this, { identity, environment, base, queues, logs });
    // Switched off, an environment has no services. It then starts all of them anew, with the number of tasks in its file.
    const schedule = environment.running ? this.services(runtime, queues, logs) : undefined;
    this.migration(runtime, logs);

    this.monitoring(queues, logs, schedule);
    this.deployNotifier();
    if (!alarmsOf(environment).enabled) exceptFromAlarms(this);
  }

  /** The services that keep tasks running. @returns the schedule of EventBridge, if that starts the scheduler */
  private services(runtime: Runtime, queues: readonly [Queue, ...Queue[]], logs: ContainerLogs) {
    const { base, environment, identity } = this;
    const { web, network, domain } = environment;
    const workers = logs.workers.map(({ group, log }) => ({
      group,
      log,
      defaultQueueUrl: queueUrlOf(environment, queues[0].name),
      queueNames: queues.filter(({ queue }) => group.queues.includes(queue)).map(({ name }) => name),
    }));

    webService(this, runtime, {
      settings: web,
      workers: workers.filter(({ group }) => group.runs === "sidecar"),
      logs,
      targetGroupArn: base.targetGroupArn,
      balanced: base,
      networkCidr: network.cidr,
      serverNames: domain ? [domain.name, ...domain.aliases] : [],
    });
    for (const worker of workers) {
      if (worker.group.runs === "service") workerService(this, runtime, worker);
    }
    return scheduler(this, runtime, {
      settings: environment.scheduler,
      log: logs.scheduler,
      accountId: identity.accountId,
    });
  }

  private migration(runtime: Runtime, logs: ContainerLogs): void {
    const { database, oneOffTask } = this.environment;
    const container = migrationContainer(runtime.application, {
      memoryMiB: oneOffTask.memoryMiB,
      log: logs.migrate,
      username: database.username,
      passwordArn: this.base.databasePasswordArn,
      applicationUsername: database.applicationUser?.username,
    });
    taskDefinition(this, runtime, "migrate", [container]);
  }

  private monitoring(
    queues: readonly Queue[],
    logs: ContainerLogs,
    schedule: MinutelySchedule | undefined,
  ): void {
    const { environment, hosts, slack, ...settings } = this.environment;
    new Monitoring(this, "monitoring", {
      ...this.identity,
      alarms: alarmsOf(this.environment),
      dashboard: settings.dashboard,
      balanced: this.base,
      instanceType: hosts.instanceType,
      database: settings.database,
      cache: settings.cache,
      mail: settings.mail,
      files: settings.files,
      workers: workerGroupsOf(this.environment),
      scheduler: settings.scheduler,
      schedulerLog: logs.scheduler,
      schedule,
      queues,
      notifierOf: slack && environment,
    });
  }

  private deployNotifier(): void {
    const { slack, logs, database } = this.environment;
    if (!slack) return;
    new DeployNotifier(this, "deploy-notifier", {
      ...this.identity,
      keyArn: this.base.keyArn,
      logRetentionDays: logs.retentionDays,
      workers: workerNamesOf(this.environment),
      copies: database.copies !== undefined,
      settings: slack,
    });
  }
}
