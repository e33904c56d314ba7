import { bodyOf, nameOf, post } from "./http";
import { join } from "./shape";

/**
 * The response of Slack, or of a proxy in between. The status is 0 if there was no response; `afterMs` is how long Slack
 * wants the client to wait.
 */
type Answer = readonly [status: number, error?: string, afterMs?: number];

/**
 * Posts one message. The URL is a secret, so redirects are not followed. The status alone decides whether the message was
 * posted. If the function also waited for the body, a lost body would look like a failure, and the retry would post the
 * message twice.
 */
export const postToSlack = async (url: string, payload: object, signal: AbortSignal): Promise<Answer> => {
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
    const body = (await bodyOf(response).catch(() => "")).replace(/[^\w ]/g, "").slice(0, 40);
    const error = join(" ", statusCode, body);
    // Slack sends a number of seconds. Other values are ignored.
    const seconds = Number(headers["retry-after"]);
    return seconds > 0 && seconds < 1e6 ? [statusCode, error, seconds * 1_000] : [statusCode, error];
  } catch (error) {
    return [0, nameOf(error, signal)];
  }
};
