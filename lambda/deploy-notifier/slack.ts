import { nameOf } from "./aws";

/** What Slack, or what is in between, did with a message. */
export type Answer =
  | { readonly kind: "taken" }
  /** It may be taken later. */
  | { readonly kind: "later"; readonly said: string; readonly afterMs: number | undefined }
  /** The message is not what Slack wants. */
  | { readonly kind: "malformed"; readonly said: string }
  /** The webhook is gone, or may not post there. */
  | { readonly kind: "refused"; readonly said: string };

/**
 * Posts one message. A redirect is not followed: the URL is a secret. The status alone tells that Slack has taken it, as
 * whoever waited for the body and lost it would post twice.
 */
export async function post(url: string, payload: object, signal: AbortSignal): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(payload),
      redirect: "manual",
      signal,
    });
  } catch (error) {
    return { kind: "later", said: nameOf(error), afterMs: undefined };
  }

  const { status, headers } = response;
  if (status >= 200 && status < 300) {
    await response.body?.cancel().catch(() => undefined);
    return { kind: "taken" };
  }
  const said =
    `${status} ${(await response.text().catch(() => "")).replace(/[^\w ]/g, "").slice(0, 40)}`.trim();
  if (status === 429) return { kind: "later", said, afterMs: retryAfter(headers.get("retry-after")) };
  if (status >= 500 || status === 408) return { kind: "later", said, afterMs: undefined };
  return { kind: status === 400 || status === 413 ? "malformed" : "refused", said };
}

/** Slack says it in seconds. Anything else is nothing to go by. */
function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? "");
  return seconds > 0 && seconds < 1e6 ? seconds * 1_000 : undefined;
}
