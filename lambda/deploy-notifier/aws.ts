import { pause } from "./clock";
import { bodyOf, nameOf, post } from "./http";
import { AWS_PAUSE_MS, AWS_TRIES } from "./limits";
import { REGION } from "./settings";
import type { Read, Shape } from "./shape";
import { join, read, text } from "./shape";
import { sign } from "./sign";
import { clean } from "./text";

/** The services that are called, with the prefix of their actions. */
const SERVICES = {
  ecs: "AmazonEC2ContainerServiceV20141113",
  ssm: "AmazonSSM",
  logs: "Logs_20140328",
};

/**
 * Calls AWS by its JSON protocol, with the credentials of the function. Transient errors (throttling, 5xx, a broken
 * connection) are retried until the signal aborts. A list is read to its last page.
 *
 * @returns one member of the response, read by the shape
 * @throws Error with the action and the error of AWS (access denied, not found) or of the connection
 */
export const ask = async <const S extends Shape>(
  action: string,
  input: object,
  member: string,
  shape: S,
  signal: AbortSignal,
  service: keyof typeof SERVICES = "ecs",
): Promise<Read<S>> => {
  const url = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${service}.${REGION}.amazonaws.com`);
  const body = JSON.stringify(input);
  let problem = "";
  let passes = true;
  for (let attempt = 0; attempt < AWS_TRIES && passes; attempt += 1) {
    let status = 0;
    try {
      if (attempt) await pause(AWS_PAUSE_MS * attempt);
      const headers = sign(url, service, `${SERVICES[service]}.${action}`, body, process.env);
      const response = await post(url, headers, body, signal);
      status = response.statusCode;
      const answer: unknown = JSON.parse(await bodyOf(response));
      if (status === 200) {
        const { [member]: page, nextToken } = read({ [member]: shape, nextToken: text }, answer);
        if (!nextToken) return page as Read<S>;
        const rest = await ask(action, { ...input, nextToken }, member, shape, signal, service);
        return [page, rest].flat() as Read<S>;
      }

      const { __type, message, Message } = read({ __type: text, message: text, Message: text }, answer);
      problem = join(" ", status, __type.slice(__type.lastIndexOf("#") + 1), clean(message || Message));
    } catch (error) {
      problem = nameOf(error, signal);
    }
    passes = !signal.aborted && (!status || status >= 500 || /Throttl|TooMany/.test(problem));
  }
  throw new Error(`${action}: ${problem}`);
};
