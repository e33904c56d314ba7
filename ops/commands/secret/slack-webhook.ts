import { commandLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { readSecret } from "../../cli/terminal";
import { requireParameter, writeParameter } from "./parameter";
import { LARGEST_BYTES, secretFrom } from "./secret-bytes";

/** In lower case with a hyphen, so that it is not the name of an environment variable. */
export const SLACK_WEBHOOK = "slack-webhook";

const WEBHOOK_URL = /^https:\/\/hooks\.slack\.com\/\S+$/;

/** Sets the webhook of the notifier. No task reads it, so nothing is restarted. */
export async function setSlackWebhook(operation: Operation): Promise<Facts> {
  const { environment, environmentName, names, output } = operation;
  if (!environment.slack) {
    throw new Refusal(
      `${environmentName} posts no Slack messages, so it has no webhook.\n` +
        `Fix: Add slack: {} to environments/${environmentName}.ts, then deploy the base stack.`,
    );
  }
  const parameter = names.slackWebhook.name;
  const created = await requireParameter(operation, parameter);

  const value = secretFrom(await readSecret(), LARGEST_BYTES, "a parameter holds");
  if (!WEBHOOK_URL.test(value.toString("utf8"))) {
    // The value may be another secret, so it is not printed.
    throw new Refusal(
      "The text is not the URL of a Slack webhook, whose host is hooks.slack.com.\n" +
        'Fix: Copy the "Webhook URL" of the Slack app\'s page "Incoming Webhooks".',
    );
  }
  const version = await writeParameter(operation, created, value);
  output.print(
    `The notifier uses it within five minutes. Then post the messages that wait: ${commandLine(environment, "redrive")}`,
  );
  return { parameter, version };
}
