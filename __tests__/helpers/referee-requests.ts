import { spawnSync } from "node:child_process";
import type { Answered, Referee } from "./referee";

/** A request to AWS, signed for a service unless the signature is in the URL. */
export interface Sent {
  readonly service?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
export const CBOR = { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" };

export const target = (action: string) => ({ "x-amz-target": action });

/** @returns AWS's error if AWS refuses the request */
export function judged(referee: Referee, sent: Sent, answer?: string): Promise<Answered | undefined> {
  const { method, target: url, headers, body } = asReceived(sent);
  return referee.judge(
    { method, url, headers },
    body,
    answer === undefined ? undefined : { status: 200, body: answer },
  );
}

/** The members of the referee's `HttpRequest`. */
function asReceived({ service, method = "POST", url = "/", headers = {}, body = "" }: Sent) {
  const signed = service === undefined ? {} : { authorization: authorizationFor(service) };
  return { method, target: url, headers: { ...signed, ...headers }, body: Buffer.from(body) };
}

/** Runs a Python script with the referee's modules. It gets the requests as `requests`, and prints JSON. */
export function withReferee<Printed>(sent: readonly Sent[], script: readonly string[]): Printed {
  const read = [
    "import base64, json, sys",
    "from referee.requests import HttpRequest",
    "sent = json.load(sys.stdin)",
    "requests = [HttpRequest(**{**each, 'body': base64.b64decode(each['body'])}) for each in sent]",
  ];
  const input = sent.map(asReceived).map((each) => ({ ...each, body: each.body.toString("base64") }));
  const { stdout, stderr } = spawnSync(
    process.env.REFEREE_PYTHON ?? "python3",
    ["-B", "-c", [...read, ...script].join("\n")],
    { cwd: "local/moto", input: JSON.stringify(input), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Printed;
}

function authorizationFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=key/20261122/ap-northeast-1/${service}/aws4_request`;
}
