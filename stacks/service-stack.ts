import type { Construct } from "constructs";
import { ContainerLog } from "../constructs/container-log";
import { laravelSettings } from "../constructs/laravel-settings";
import { RunningImage } from "../constructs/running-image";
import { TaskRoles } from "../constructs/task-roles";
import { webContainers } from "../constructs/web-containers";
import { WebService } from "../constructs/web-service";
import type { Environment } from "../environments/environment";
import type { Image } from "../environments/names";
import { namesOf } from "../environments/names";
import type { BaseStack } from "./base-stack";
import { readBaseOutputs } from "./base-outputs";
import { EnvironmentStack, stateOf } from "./environment-stack";

/** How Laravel begins a log line, e.g. `[2026-11-22 04:15:00] production.ERROR: ...`. */
const LARAVEL_DATETIME = "%Y-%m-%d %H:%M:%S";

/** The running application: everything here can be destroyed and rebuilt at any hour. */
export class ServiceStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, baseStack: BaseStack) {
    super(scope, environment, "service");
    this.addDependency(baseStack);

    const { region, secrets, logs } = environment;
    const names = namesOf(environment);
    const base = readBaseOutputs(this, stateOf(environment, "base"), Object.keys(secrets));

    const log = (container: Image, datetimeFormat?: string) =>
      new ContainerLog(this, `${container}-log`, {
        groupName: names.logGroup(container),
        region,
        retentionDays: logs.retentionDays,
        ...(datetimeFormat === undefined ? {} : { datetimeFormat }),
      });
    const containerLogs = { app: log("app", LARAVEL_DATETIME), nginx: log("nginx") };

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

    const secretArns = { ...base.secretArns, DB_PASSWORD: base.databasePasswordArn };
    const roles = new TaskRoles(this, "roles", {
      environment,
      keyArn: base.keyArn,
      secretArns: Object.values(secretArns),
      logGroupArns: [containerLogs.app.arn, containerLogs.nginx.arn],
    });

    new WebService(this, "web", {
      environment,
      clusterArn: base.clusterArn,
      capacityProviderName: base.capacityProviderName,
      targetGroupArn: base.targetGroupArn,
      roles,
      images: [images.app, images.nginx],
      containers: webContainers({
        environment,
        images: { app: images.app.uri, nginx: images.nginx.uri },
        logs: containerLogs,
        settings: laravelSettings({ environment, url: base.url, databaseAddress: base.databaseAddress }),
        secretArns,
      }),
    });
  }
}
