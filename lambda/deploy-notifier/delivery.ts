import { pause, within } from "./clock";
import { LONGEST_TRY_MS, RESERVE_MS, SHORTEST_TRY_MS, SLACK_PAUSE_MS } from "./limits";
import { postToSlack } from "./slack";
import { forgetWebhook, webhook } from "./webhook";

/** A message with its blocks, and the plain text to post if Slack rejects the blocks. */
export interface Message {
  readonly payload: object;
  readonly plain: object;
}

/**
 * Posts a message, and retries while the error may be transient and there is time left.
 *
 * @param end when the invocation times out
 * @returns the number of attempts
 * @throws before the invocation times out, so that Lambda retries the event and then sends it to the dead-letter queue
 */
export const deliver = async ({ payload, plain }: Message, end: number): Promise<number> => {
  const left = () => end - RESERVE_MS - Date.now();
  const aTry = () => within(Math.min(LONGEST_TRY_MS, left() / 3));
  let form = payload;
  let rejected = "";
  let attempts = 0;
  let accepted = false;

  while (!accepted) {
    const url = await webhook(aTry());
    if (url === rejected) throw new Error("Slack rejects the webhook, and its parameter has no newer one");

    const [status, error, afterMs] = await postToSlack(url, form, aTry());
    attempts += 1;
    if (!status || status === 408 || status === 429 || status >= 500) {
      // Slack may accept it later.
      const wait = afterMs ?? SLACK_PAUSE_MS * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      if (wait + SHORTEST_TRY_MS > left()) {
        throw new Error(`Slack did not accept it in time (attempts: ${attempts}): ${error}`);
      }
      await pause(wait);
    } else if (status === 400 || status === 413) {
      // Slack rejects the form of the message.
      if (form === plain) throw new Error(`Slack rejected the plain text too: ${error}`);
      form = plain;
    } else if (status >= 300) {
      // The webhook was revoked, or has no permission to post there.
      if (rejected) throw new Error(`Slack rejected the message: ${error}`);
      rejected = url;
      forgetWebhook();
    } else {
      accepted = true;
    }
  }
  return attempts;
};
