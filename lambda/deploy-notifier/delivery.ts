import { pause, within } from "./aws";
import { post } from "./slack";
import type { Webhook } from "./webhook";

/** What is kept of the function's time, to say in the log how it went. */
const RESERVE_MS = 500;
const SHORTEST_TRY_MS = 100;
const LONGEST_TRY_MS = 5_000;
const FIRST_PAUSE_MS = 500;

/** Slack did not take the message in time, or never will. The event then goes the way of all failed invocations. */
class Undelivered extends Error {}

/** A message in full, and what is said when Slack does not like its form. */
export interface Message {
  readonly payload: object;
  readonly plain: object;
}

/**
 * Posts a message, again and again while there is hope and time.
 *
 * @returns how many times it was tried
 * @throws Undelivered, NoWebhook or AwsError before the function's time is up
 */
export async function deliver(
  message: Message,
  webhook: Webhook,
  remainingMs: () => number,
): Promise<number> {
  let { payload } = message;
  let gone: string | undefined;

  for (let attempt = 1; ; attempt += 1) {
    const left = () => remainingMs() - RESERVE_MS;
    const tryMs = () => Math.max(SHORTEST_TRY_MS, Math.min(LONGEST_TRY_MS, left() / 3));
    const url = await webhook.read(within(tryMs()));
    if (url === gone) throw new Undelivered("Slack refuses the webhook, and its parameter holds no other");

    const answer = await post(url, payload, within(tryMs()));
    switch (answer.kind) {
      case "taken":
        return attempt;
      case "malformed":
        if (payload === message.plain)
          throw new Undelivered(`Slack refused even the plain text: ${answer.said}`);
        payload = message.plain;
        break;
      case "refused":
        if (gone !== undefined) throw new Undelivered(`Slack refused: ${answer.said}`);
        gone = url;
        webhook.forget();
        break;
      case "later": {
        const wait = answer.afterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
        if (wait + SHORTEST_TRY_MS > left()) {
          throw new Undelivered(`Slack did not take it in time, tried ${attempt} times: ${answer.said}`);
        }
        await pause(wait);
      }
    }
  }
}
