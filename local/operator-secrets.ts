import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import { DescribeParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { randomBytes } from "node:crypto";
import type { Environment } from "../config/environment";
import { namesOf } from "../facts/names";
import { PLACEHOLDER_VERSION } from "../ops/commands/launch/unset-secrets";
import type { clientsOf } from "./account";

type Clients = ReturnType<typeof clientsOf>;

/** Sets Slack's webhook to the local page: `ops secret set` takes only URLs of Slack. */
export async function postToPage(environment: Environment, webhook: string, clients: Clients): Promise<void> {
  const { name } = namesOf(environment).slackWebhook;
  await write(name, await describe(name, clients), webhook, clients);
}

/**
 * Sets each secret of the operator that has no value yet, because the images do not start without: APP_KEY to a new key, and any
 * other to a text that no service accepts.
 *
 * @returns the names of those other secrets
 */
export async function setStandIns(environment: Environment, clients: Clients): Promise<string[]> {
  const set: string[] = [];
  for (const [variable, { source }] of Object.entries(environment.secrets)) {
    const { name } = namesOf(environment).secret(variable);
    const created = source === "operator" ? await describe(name, clients) : undefined;
    if (created?.Version !== PLACEHOLDER_VERSION) continue;
    const isKey = variable === "APP_KEY";
    const value = isKey ? `base64:${randomBytes(32).toString("base64")}` : `stand-in-for-${variable}`;
    await write(name, created, value, clients);
    if (!isKey) set.push(variable);
  }
  return set;
}

async function describe(name: string, clients: Clients) {
  const { Parameters = [] } = await new SSMClient(clients).send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Values: [name] }] }),
  );
  return Parameters[0];
}

async function write(
  Name: string,
  created: ParameterMetadata | undefined,
  Value: string,
  clients: Clients,
): Promise<void> {
  const parameter = { Name, Value, Type: "SecureString", KeyId: created?.KeyId } as const;
  await new SSMClient(clients).send(new PutParameterCommand({ ...parameter, Overwrite: true }));
}
