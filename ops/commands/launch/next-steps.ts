import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Environment } from "../../../config/environment";
import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { isDenied } from "../../cli/words";
import { publicZones } from "../doctor/account/hosted-zone";
import { LOCK_FILE } from "../../terraform/lock-file";
import { SLACK_WEBHOOK } from "../secret/slack-webhook";
import { unsetSecrets } from "./unset-secrets";

/** The URL of the API. */
export async function urlOf(operation: Operation): Promise<string> {
  const { domain, name } = operation.environment;
  if (domain) return `https://${domain.name}`;
  const { LoadBalancers: [loadBalancer] = [] } = await operation
    .client(ElasticLoadBalancingV2Client)
    .send(new DescribeLoadBalancersCommand({ Names: [name] }));
  return `http://${loadBalancer?.DNSName}`;
}

/** What only the operator can do after the first release, in the order in which it is needed. */
export async function nextSteps(operation: Operation, root: string): Promise<string[]> {
  const { environment } = operation;
  const { webhook } = await unsetSecrets(operation);
  return [
    ...(await delegation(operation)),
    ...confirmation(environment),
    ...(webhook
      ? [`Slack: create an incoming webhook, then: ${commandLine(environment, "secret set", SLACK_WEBHOOK)}`]
      : []),
    ...workflows(environment, existsSync(join(root, LOCK_FILE))),
    `Releases: ${commandLine(environment, "deploy", "--build <your Laravel repository>")}`,
    `State: ${commandLine(environment, "status")}`,
  ];
}

/** Only the registrar, or the owner of the parent zone, can delegate the zone. */
async function delegation(operation: Operation): Promise<string[]> {
  const { domain } = operation.environment;
  if (!domain) return [];
  try {
    const [zone] = await publicZones(operation, domain.hostedZone);
    const { DelegationSet } = await operation
      .client(Route53Client)
      .send(new GetHostedZoneCommand({ Id: zone?.Id }));
    const servers = DelegationSet?.NameServers ?? [];
    return [`DNS: the name servers of ${domain.hostedZone} must be ${servers.join(", ")}`];
  } catch (error) {
    if (isDenied(error)) return [];
    throw error;
  }
}

function confirmation({ alarms: { topic } }: Environment): string[] {
  if (topic?.kind !== "create" || topic.emails.length === 0) return [];
  return [`Alarms: ${topic.emails.join(", ")} must confirm the subscription by the link in AWS's e-mail`];
}

/** docs/workflows.md, "Set up". */
function workflows({ ci, environment }: Environment, locked: boolean): string[] {
  const lock = locked ? [] : [`Providers: npm run lock, then commit ${LOCK_FILE}`];
  if (ci.identity !== "github-oidc") return lock;
  const [repository] = ci.deployRepository.split("@");
  return [
    ...lock,
    `GitHub: create the environment ${ci.deployEnvironment} in ${repository} under Settings > Environments,` +
      ` copy docker/laravel/.github there, and name ${ci.planRepository} in its workflow` +
      ` (docs/workflows.md; variables: INFRASTRUCTURE_ROLE and INFRASTRUCTURE_ENVIRONMENTS '["${environment}"]')`,
  ];
}
