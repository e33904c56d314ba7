import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import https from "node:https";

/** The status line and the headers of a response. */
export interface Answer extends IncomingMessage {
  readonly statusCode: number;
}

/**
 * Sends one POST and resolves with the status and the headers. Redirects are not followed. `fetch` takes longer to load than
 * all requests of this function take together.
 */
export const post = (url: URL, headers: OutgoingHttpHeaders, body: string, signal: AbortSignal) =>
  new Promise<Answer>((resolve, reject) =>
    https
      .request(url, { method: "POST", headers, signal }, (answer) => resolve(answer as Answer))
      .on("error", reject)
      .end(body),
  );

export { text as bodyOf } from "node:stream/consumers";

/** The kind of failure, without the URL and the content of the request. */
export const nameOf = (error: unknown, signal: AbortSignal): string => {
  const { name, code = name } = error as NodeJS.ErrnoException;
  return signal.aborted ? "no answer in time" : code;
};
