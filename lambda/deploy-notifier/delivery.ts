import { pause, within } from "./clock";
import { LONGEST_TRY_MS, RESERVE_MS, SHORTEST_TRY_MS, SLACK_PAUSE_MS } from "./limits";
import { tellSlack } from "./slack";
import { forgetWebhook, webhook } from "./webhook";

/** A message in full, and what is said when Slack does not like its form. */
export interface Message {
  readonly payload: object;
  readonly plain: object;
}

/**
 * Posts a message, again and again while there is hope and time.
 *
 * @param end when the function's time is up
 * @returns how many times it was tried
 * @throws before the function's time is up, so that the event goes the way of all failed invocations
 */
export const deliver = async ({ payload, plain }: Message, end: number): Promise<number> => {
  const left = () => end - RESERVE_MS - Date.now();
  const aTry = () => within(Math.min(LONGEST_TRY_MS, left() / 3));
  let form = payload;
  let gone = "";
  let attempts = 0;
  let taken = false;

  while (!taken) {
    const url = await webhook(aTry());
    if (url === gone) throw new Error("Slack refuses the webhook, and its parameter holds no other");

    const [status, said, afterMs] = await tellSlack(url, form, aTry());
    attempts += 1;
    if (!status || status === 408 || status === 429 || status >= 500) {
      // It may be taken later.
      const wait = afterMs ?? SLACK_PAUSE_MS * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      if (wait + SHORTEST_TRY_MS > left()) {
        throw new Error(`Slack did not take it in time, tried ${attempts} times: ${said}`);
      }
      await pause(wait);
    } else if (status === 400 || status === 413) {
      // The message is not what Slack wants.
      if (form === plain) throw new Error(`Slack refused even the plain text: ${said}`);
      form = plain;
    } else if (status >= 300) {
      // The webhook is gone, or may not post there.
      if (gone) throw new Error(`Slack refused: ${said}`);
      gone = url;
      forgetWebhook();
    } else {
      taken = true;
    }
  }
  return attempts;
};
