import { DataTerraformRemoteStateS3, TerraformOutput } from "cdktf";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The outputs of the base stack that the service stack reads from its state. None is a secret. */
export interface BaseOutputs {
  /** Of the environment's KMS key. */
  readonly keyArn: string;

  readonly appRepositoryUrl: string;
  readonly nginxRepositoryUrl: string;

  /** The URL of the API, e.g. `https://api.example.com`. */
  readonly url: string;
  readonly targetGroupArn: string;

  /** The names that CloudWatch uses for the load balancer and its target group. */
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;

  readonly clusterArn: string;
  readonly capacityProviderName: string;

  readonly databaseAddress: string;
  readonly databasePasswordArn: string;

  /** The password of the application's own database user, if it has one. */
  readonly applicationUserPasswordArn?: string;

  /** The Valkey of the application's cache, if it has one. */
  readonly cacheAddress?: string;

  /** The bucket of Laravel's environment files. */
  readonly settingsBucketName: string;
  readonly settingsBucketArn: string;

  /** The bucket of the application's files, if this stack creates one. */
  readonly filesBucketName?: string;

  /** The ARN of each secret's parameter, by environment variable. */
  readonly secretArns: Record<string, string>;
}

export function publishBaseOutputs(stack: TerraformStack, outputs: BaseOutputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    new TerraformOutput(stack, name, { value: value as unknown, staticId: true });
  }
}

/** Reads the outputs of the base stack. `secrets` are the environment variables of the secrets to read. */
export function readBaseOutputs(
  scope: Construct,
  state: { bucket: string; key: string; region: string },
  secrets: readonly string[],
): Required<BaseOutputs> {
  const base = new DataTerraformRemoteStateS3(scope, "base", state);

  return {
    keyArn: base.getString("keyArn"),
    appRepositoryUrl: base.getString("appRepositoryUrl"),
    nginxRepositoryUrl: base.getString("nginxRepositoryUrl"),
    url: base.getString("url"),
    targetGroupArn: base.getString("targetGroupArn"),
    loadBalancerArnSuffix: base.getString("loadBalancerArnSuffix"),
    targetGroupArnSuffix: base.getString("targetGroupArnSuffix"),
    clusterArn: base.getString("clusterArn"),
    capacityProviderName: base.getString("capacityProviderName"),
    databaseAddress: base.getString("databaseAddress"),
    databasePasswordArn: base.getString("databasePasswordArn"),
    applicationUserPasswordArn: base.getString("applicationUserPasswordArn"),
    cacheAddress: base.getString("cacheAddress"),
    settingsBucketName: base.getString("settingsBucketName"),
    settingsBucketArn: base.getString("settingsBucketArn"),
    filesBucketName: base.getString("filesBucketName"),
    secretArns: Object.fromEntries(secrets.map((name) => [name, base.getString(`secretArns.${name}`)])),
  };
}
