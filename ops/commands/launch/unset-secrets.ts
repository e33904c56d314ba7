import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { parametersNamed } from "../secret/parameter";
import { SLACK_WEBHOOK } from "../secret/slack-webhook";

/** Terraform creates such a parameter with a placeholder. The first version that an operator writes is the next. */
export const PLACEHOLDER_VERSION = 1;

/** The names, for `ops secret set`, of the values that an operator has not set yet. The base stack must exist. */
export async function unsetSecrets(operation: Operation): Promise<{ secrets: string[]; webhook: boolean }> {
  const { environment, names } = operation;
  const secrets = Object.entries(environment.secrets)
    .filter(([, { source }]) => source === "operator")
    .map(([variable]) => variable);
  const parameters = new Map(secrets.map((variable) => [names.secret(variable).name, variable]));
  const existing = await parametersNamed(operation, [...parameters.keys(), names.slackWebhook.name]);
  const isUnset = (parameter: string) =>
    existing.find(({ Name }) => Name === parameter)?.Version === PLACEHOLDER_VERSION;
  return {
    secrets: [...parameters].filter(([parameter]) => isUnset(parameter)).map(([, variable]) => variable),
    webhook: environment.slack !== undefined && isUnset(names.slackWebhook.name),
  };
}

/** @throws Refusal with a command for each secret that is not set: the containers would start with a placeholder */
export async function requireSecrets(operation: Operation): Promise<void> {
  const { environment, environmentName, output } = operation;
  const { secrets, webhook } = await unsetSecrets(operation);
  const lines = (names: readonly string[]) =>
    names.map((name) => `  ${commandLine(environment, "secret set", name)}`).join("\n");
  if (webhook) {
    output.print(`  Slack's webhook is not set, so nothing is posted. To set it:\n${lines([SLACK_WEBHOOK])}`);
  }
  if (secrets.length === 0) return;
  throw new Refusal(
    `${secrets.join(", ")} of ${environmentName} ${secrets.length === 1 ? "has" : "have"} no value yet, and the release needs ${secrets.length === 1 ? "it" : "them"}.\n` +
      `Fix: Set ${secrets.length === 1 ? "it" : "each"}, then run this command again:\n${lines(secrets)}`,
  );
}
