import { within } from "./clock";
import { deliver } from "./delivery";
import { EVENT } from "./event";
import { count, isFolded, knows, remember } from "./memory";
import { messageOf } from "./message";
import type { Attempt } from "./news";
import { newsOf } from "./news";
import { read } from "./shape";
import { clean } from "./text";
import { webhook } from "./webhook";

/** What Lambda tells of the invocation, as far as it is used. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/**
 * One event of EventBridge, one message in Slack at most. What it throws makes Lambda try again, and after that keep the
 * event in the dead letters.
 */
export const handler = async (input: unknown, context: Context): Promise<void> => {
  const event = read(EVENT, input);
  const { id, source, "detail-type": type } = event;
  const log = (outcome: string, more?: object) =>
    console.log(JSON.stringify({ outcome, id, source, type, ...more }));

  const news = newsOf(event);
  if (!news) return log("unknown event");

  const { same, begins = same, ends = same } = news;
  if (knows(id, same, begins)) return log("known already");

  const trouble = count(news.trouble ?? id, id);
  if (isFolded(trouble)) {
    remember(id, same);
    return log("folded");
  }

  const remaining = context.getRemainingTimeInMillis();
  const end = Date.now() + remaining;
  const signal = within(remaining / 3);
  const missing: string[] = [];
  /** A reason that comes late is no reason to say nothing. */
  const attempt: Attempt = (question) =>
    question(signal).catch((error: Error) => {
      missing.push(`AWS did not tell more: ${error.message}`);
      return undefined;
    });
  try {
    // The webhook is read beside it, as both take their time.
    const [words] = await Promise.all([news.words(attempt), webhook(signal)]);
    const attempts = await deliver(messageOf(words, news.links, event.time, trouble, missing), end);
    remember(id, same, ends);
    trouble.toldAt = Date.now();
    log("posted", { attempts, missing });
  } catch (error) {
    log("not posted", { why: clean((error as Error).message) });
    throw error;
  }
};
