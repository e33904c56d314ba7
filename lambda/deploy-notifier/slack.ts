import { bodyOf, nameOf, post } from "./http";
import { join } from "./shape";

/**
 * What Slack, or what is in between, did with a message. The status is 0 where there was no answer; the time is how long
 * Slack wants to be left alone.
 */
type Answer = readonly [status: number, said?: string, afterMs?: number];

/**
 * Posts one message. The URL is a secret, so no redirect is followed. The status alone tells that Slack has taken it, as
 * whoever waited for the body and lost it would post twice.
 */
export const tellSlack = async (url: string, payload: object, signal: AbortSignal): Promise<Answer> => {
  try {
    const response = await post(
      new URL(url),
      { "content-type": "application/json" },
      JSON.stringify(payload),
      signal,
    );
    const { statusCode, headers } = response;
    if (statusCode < 300) {
      response.resume();
      return [statusCode];
    }
    const words = (await bodyOf(response).catch(() => "")).replace(/[^\w ]/g, "").slice(0, 40);
    const said = join(" ", statusCode, words);
    // Slack says it in seconds. Anything else is nothing to go by.
    const seconds = Number(headers["retry-after"]);
    return seconds > 0 && seconds < 1e6 ? [statusCode, said, seconds * 1_000] : [statusCode, said];
  } catch (error) {
    return [0, nameOf(error, signal)];
  }
};
