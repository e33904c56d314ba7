import type { Construct } from "constructs";
import type { Names } from "../../facts/names";
import type { EncryptionKey } from "../data/encryption-key";
import { SecretParameter } from "../data/secret-parameter";

/** The parameter of Slack's webhook, in the scope of the stack. An operator writes its value. */
export function slackWebhook(scope: Construct, { names, key }: { names: Names; key: EncryptionKey }): void {
  new SecretParameter(scope, "slack-webhook", {
    name: names.slackWebhook.name,
    description: "Slack's incoming webhook. Written by an operator.",
    key,
    source: { source: "operator" },
  });
}
