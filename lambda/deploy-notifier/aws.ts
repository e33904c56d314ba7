import type { Fields } from "./shape";
import { fields, text } from "./shape";
import { sign } from "./sign";
import { clean } from "./text";

/** The services asked: the prefix of their actions, and the variable by which SDKs take another endpoint. */
const SERVICES = {
  ecs: ["AmazonEC2ContainerServiceV20141113", "AWS_ENDPOINT_URL_ECS"],
  ssm: ["AmazonSSM", "AWS_ENDPOINT_URL_SSM"],
  logs: ["Logs_20140328", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"],
} as const;

type Service = keyof typeof SERVICES;

const TRIES = 3;
const FIRST_PAUSE_MS = 200;

/** AWS did not answer, or with no success. The message is its own: who may not do what, or what does not exist. */
class AwsError extends Error {}

/**
 * Asks AWS by its JSON protocol, with the function's own credentials. What may pass by itself (throttling, 5xx, a broken
 * connection) is tried again, until the signal ends it.
 */
export async function ask(
  service: Service,
  action: string,
  input: object,
  signal: AbortSignal,
): Promise<Fields> {
  for (let attempt = 1; ; attempt += 1) {
    const { answer, problem, passes } = await once(service, action, JSON.stringify(input), signal);
    if (answer) return answer;
    if (!passes || attempt === TRIES || signal.aborted) throw new AwsError(`${action}: ${problem}`);
    await pause(FIRST_PAUSE_MS * attempt);
  }
}

interface Outcome {
  readonly answer?: Fields;
  readonly problem?: string;
  readonly passes?: boolean;
}

async function once(service: Service, action: string, body: string, signal: AbortSignal): Promise<Outcome> {
  const [target, endpoint] = SERVICES[service];
  const {
    AWS_REGION: region = "",
    AWS_ENDPOINT_URL: anyEndpoint,
    [endpoint]: ownEndpoint,
    ...env
  } = process.env;
  const url = new URL(ownEndpoint ?? anyEndpoint ?? `https://${service}.${region}.amazonaws.com`);
  const headers = sign(
    url,
    { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${target}.${action}` },
    body,
    { service, region },
    {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  );
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    const answer = fields(await response.json());
    if (response.ok) return { answer };
    const code = text(answer.__type).split("#").at(-1) ?? "";
    const said = clean(text(answer.message) || text(answer.Message)).slice(0, 300);
    return {
      problem: [response.status, code, said].filter(Boolean).join(" "),
      passes: response.status >= 500 || /Throttl|TooMany/.test(code),
    };
  } catch (error) {
    return { problem: nameOf(error), passes: true };
  }
}

/** What kind of failure it was. What was asked for, and where, is not repeated. */
export const nameOf = (error: unknown): string => {
  const { name, cause } = error as Error;
  return text(fields(cause).code) || name;
};

/** Ends what takes longer. */
export const within = (milliseconds: number) => AbortSignal.timeout(Math.max(1, Math.floor(milliseconds)));

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
