import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import https from "node:https";

/** The beginning of an answer. */
export interface Answer extends IncomingMessage {
  readonly statusCode: number;
}

/**
 * One POST, answered as soon as the status is there. No redirect is followed. `fetch` takes longer to load than all that
 * this function asks takes to be answered.
 */
export const post = (url: URL, headers: OutgoingHttpHeaders, body: string, signal: AbortSignal) =>
  new Promise<Answer>((resolve, reject) =>
    https
      .request(url, { method: "POST", headers, signal }, (answer) => resolve(answer as Answer))
      .on("error", reject)
      .end(body),
  );

export { text as bodyOf } from "node:stream/consumers";

/** What kind of failure it was. What was asked for, and where, is not repeated. */
export const nameOf = (error: unknown, signal: AbortSignal): string => {
  const { name, code = name } = error as NodeJS.ErrnoException;
  return signal.aborted ? "no answer in time" : code;
};
