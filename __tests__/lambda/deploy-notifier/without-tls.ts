import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import http from "node:http";
import https from "node:https";

type Request = (
  url: URL,
  options: RequestOptions,
  answered: (answer: IncomingMessage) => void,
) => ClientRequest;

/** Sends requests over plain HTTP instead of TLS, because a test is the server, and redirects some hosts. */
export function withoutTls(ports: Readonly<Record<string, () => number>>): void {
  const request: Request = (url, options, answered) => {
    const port = ports[url.hostname];
    return http.request(port ? `http://127.0.0.1:${port()}${url.pathname}` : url, options, answered);
  };
  jest.spyOn(https, "request").mockImplementation(request as typeof https.request);
}
