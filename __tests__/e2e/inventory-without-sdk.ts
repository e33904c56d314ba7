import { AwsClient } from "aws4fetch";
import { ElastiCache } from "../local/elasticache";
import type { Sandbox } from "./sandbox";

type Clients = Sandbox["clients"];

/** The resources of services for which this project has no SDK. Each list is one page. */
export async function withoutSdk(clients: Clients): Promise<string[]> {
  const lists = [mail, caches, schedules, rules, scaling, backups].map((list) => list(clients));
  return (await Promise.all(lists)).flat();
}

async function mail(clients: Clients): Promise<string[]> {
  const { EmailIdentities } = await get<{ EmailIdentities: { IdentityName: string }[] }>(
    clients,
    "ses",
    "/v2/email/identities",
  );
  const { ConfigurationSets } = await get<{ ConfigurationSets: string[] }>(
    clients,
    "ses",
    "/v2/email/configuration-sets",
  );
  return [
    ...EmailIdentities.map(({ IdentityName }) => `identity ${IdentityName}`),
    ...ConfigurationSets.map((name) => `configuration set ${name}`),
  ];
}

/** Except the parameter groups that every account has. */
async function caches(clients: Clients): Promise<string[]> {
  const elasticache = new ElastiCache(clients);
  const lists = ["ReplicationGroups", "CacheSubnetGroups", "CacheParameterGroups"].map((list) =>
    elasticache.accepted(`Describe${list}`, {}),
  );
  const arns = (await Promise.all(lists)).flatMap((body) => body.match(/arn:aws:elasticache:[^<]+/g) ?? []);
  return arns.filter((arn) => !arn.includes(":parametergroup:default."));
}

async function schedules(clients: Clients): Promise<string[]> {
  const { Schedules } = await get<{ Schedules: { Arn: string }[] }>(clients, "scheduler", "/schedules");
  return Schedules.map(({ Arn }) => Arn);
}

async function rules(clients: Clients): Promise<string[]> {
  const { Rules } = await ask<{ Rules: { Arn: string }[] }>(clients, "events", "AWSEvents.ListRules", {});
  return Rules.map(({ Arn }) => Arn);
}

async function scaling(clients: Clients): Promise<string[]> {
  const describe = <List>(list: string) =>
    ask<List>(clients, "application-autoscaling", `AnyScaleFrontendService.Describe${list}`, {
      ServiceNamespace: "ecs",
    });
  const { ScalableTargets } = await describe<{ ScalableTargets: { ResourceId: string }[] }>(
    "ScalableTargets",
  );
  const { ScalingPolicies } = await describe<{
    ScalingPolicies: { PolicyName: string; ResourceId: string }[];
  }>("ScalingPolicies");
  return [
    ...ScalableTargets.map(({ ResourceId }) => `scalable ${ResourceId}`),
    ...ScalingPolicies.map(({ PolicyName, ResourceId }) => `scaling policy ${PolicyName} of ${ResourceId}`),
  ];
}

async function backups(clients: Clients): Promise<string[]> {
  const { BackupPlansList } = await get<{ BackupPlansList: { BackupPlanArn: string }[] }>(
    clients,
    "backup",
    "/backup/plans/",
  );
  const { BackupVaultList } = await get<{ BackupVaultList: { BackupVaultArn: string }[] }>(
    clients,
    "backup",
    "/backup-vaults/",
  );
  return [
    ...BackupPlansList.map(({ BackupPlanArn }) => BackupPlanArn),
    ...BackupVaultList.map(({ BackupVaultArn }) => BackupVaultArn),
  ];
}

async function get<Answer>(clients: Clients, service: string, path: string): Promise<Answer> {
  const { endpoint, region, credentials } = clients;
  const response = await new AwsClient({ ...credentials, region, service }).fetch(`${endpoint}${path}`);
  return (await response.json()) as Answer;
}

/** Asks in the AWS JSON protocol. */
async function ask<Answer>(clients: Clients, service: string, target: string, body: object): Promise<Answer> {
  const { endpoint, region, credentials } = clients;
  const response = await new AwsClient({ ...credentials, region, service }).fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}
