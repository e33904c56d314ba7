import type { TerraformStack } from "cdktf";
import { cpuUnitsOf } from "../config/cpu-units";
import { laravelSettings } from "../config/laravel-settings";
import type { ContainerLogs } from "../constructs/containers/container-logs";
import { EnvironmentFile } from "../constructs/containers/environment-file";
import { runningImages } from "../constructs/containers/running-image";
import { TaskRoles } from "../constructs/containers/task-roles";
import { useQueues } from "../constructs/data/application-queues";
import { filePermissions } from "../constructs/data/file-permissions";
import { mailPermissions } from "../constructs/mail/mail-permissions";
import type { Queue } from "../constructs/data/queue";
import type { Runtime } from "../constructs/services/runtime";
import { architectureOf } from "../facts/instance-types";
import { anyResource } from "../policies/exceptions";
import type { BaseOutputs } from "./base-outputs";
import type { Identity } from "./environment-stack";
import type { LiteralEnvironment } from "./literal-environment";

export interface ApplicationRuntimeProps {
  readonly identity: Identity;
  readonly environment: LiteralEnvironment;
  readonly base: Required<BaseOutputs>;

  /** The default one first. */
  readonly queues: readonly [Queue, ...Queue[]];
  readonly logs: ContainerLogs;
}

/** What the workloads share, from the environment and the base stack: images, settings, secrets, roles and capacity. */
export function applicationRuntime(stack: TerraformStack, props: ApplicationRuntimeProps): Runtime {
  const { identity, environment, base, queues, logs } = props;
  const { shell, hosts, database } = environment;
  const { databasePasswordArn, applicationUserPasswordArn, secretArns } = base;

  const images = runningImages(stack, {
    ...identity,
    urls: { app: base.appRepositoryUrl, nginx: base.nginxRepositoryUrl },
  });
  const roles = new TaskRoles(stack, "roles", {
    ...identity,
    keyArn: base.keyArn,
    settingsBucketArn: base.settingsBucketArn,
    passwordArns: [databasePasswordArn, ...(database.applicationUser ? [applicationUserPasswordArn] : [])],
    logGroupArns: logs.all.map(({ arn }) => arn),
    statements: [
      useQueues(queues),
      ...fileStatements(props),
      ...mailPermissions(environment.mail, identity.names),
      ...morePermissions(environment),
    ],
    shell,
  });
  const application = {
    image: images.app.uri,
    environmentFileArn: environmentFile(stack, props).arn,
    secretArns: {
      ...secretArns,
      DB_PASSWORD: database.applicationUser ? applicationUserPasswordArn : databasePasswordArn,
    },
    writableRoot: shell,
  };
  return {
    ...identity,
    capacity: base,
    application,
    images,
    roles,
    cpuArchitecture: architectureOf(hosts.instanceType),
    cpuUnits: cpuUnitsOf(environment),
    shell,
  };
}

/** The statements of `permissions`, in their order. */
const morePermissions = ({ permissions }: LiteralEnvironment) =>
  permissions.map(({ actions, resources, reason }, index) => ({
    sid: `Permissions${index + 1}`,
    actions,
    resources: reason === undefined ? resources : anyResource(reason, resources),
  }));

/** The bucket of the application's files: one that the base stack created, or one that is managed elsewhere. */
const filesBucketName = ({ environment: { files }, base }: ApplicationRuntimeProps) =>
  files?.kind === "existing" ? files.bucket : base.filesBucketName;

function fileStatements(props: ApplicationRuntimeProps) {
  const { files, region } = props.environment;
  if (!files) return [];
  const keyArn = files.kind === "existing" ? files.keyArn : undefined;
  return filePermissions({ bucketName: filesBucketName(props), region, keyArn });
}

function environmentFile(stack: TerraformStack, props: ApplicationRuntimeProps) {
  const { environment, base, queues } = props;
  return new EnvironmentFile(stack, "environment-file", {
    bucketName: base.settingsBucketName,
    bucketArn: base.settingsBucketArn,
    settings: laravelSettings({
      environment,
      url: base.url,
      databaseAddress: base.databaseAddress,
      queueName: queues[0].name,
      filesBucketName: filesBucketName(props),
      cacheAddress: base.cacheAddress,
    }),
  });
}
