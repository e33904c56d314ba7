import { within } from "./clock";
import { deliver } from "./delivery";
import { EVENT } from "./event";
import { count, isFolded, knows, remember } from "./memory";
import { messageOf } from "./message";
import { newsOf } from "./kinds/kinds";
import type { Attempt } from "./news";
import { read } from "./shape";
import { clean } from "./text";
import { webhook } from "./webhook";

/** The part of Lambda's context object that is used. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/**
 * Posts at most one Slack message for one event of EventBridge. If it throws, Lambda retries the event, and then sends it
 * to the dead-letter queue.
 */
export const handler = async (input: unknown, context: Context): Promise<void> => {
  const event = read(EVENT, input);
  const { id, source, "detail-type": type } = event;
  const log = (outcome: string, more?: object) =>
    console.log(JSON.stringify({ outcome, id, source, type, ...more }));

  const news = newsOf(event);
  if (!news) return log("unknown event");

  const { same, begins = same, ends = same } = news;
  if (knows(id, same, begins)) return log("already posted");

  const trouble = count(news.trouble ?? id, id);
  if (isFolded(trouble)) {
    remember(id, same);
    return log("repeated");
  }

  const remaining = context.getRemainingTimeInMillis();
  const end = Date.now() + remaining;
  const signal = within(remaining / 3);
  const missing: string[] = [];
  /** A detail that cannot be read does not hold back the message. */
  const attempt: Attempt = (question) =>
    question(signal).catch((error: Error) => {
      missing.push(`Details missing: ${error.message}`);
      return undefined;
    });
  try {
    // Both read from AWS, so they run at the same time.
    const [words] = await Promise.all([news.words(attempt), webhook(signal)]);
    const attempts = await deliver(messageOf(words, news.links, event.time, trouble, missing), end);
    remember(id, same, ends);
    trouble.postedAt = Date.now();
    log("posted", { attempts, missing });
  } catch (error) {
    log("not posted", { why: clean((error as Error).message) });
    throw error;
  }
};
