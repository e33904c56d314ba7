import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The headers of one POST with AWS's signature among them ("AWS Signature Version 4 for API requests", IAM User Guide). */
export function sign(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  scope: { readonly service: string; readonly region: string },
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  now = new Date(),
): Record<string, string> {
  const at = now.toISOString().replace(/[:-]|\.\d{3}/g, "");
  const sent: Record<string, string> = {
    ...headers,
    "x-amz-date": at,
    ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
  };
  const signed = Object.entries({ ...sent, host: url.host }).sort(([one], [other]) => (one < other ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const request = [
    "POST",
    url.pathname,
    "",
    ...signed.map((pair) => pair.join(":")),
    "",
    names,
    sha256(body),
  ].join("\n");

  const parts = [at.slice(0, 8), scope.region, scope.service, "aws4_request"];
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", at, parts.join("/"), sha256(request)].join("\n")).toString(
    "hex",
  );
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${[accessKeyId, ...parts].join("/")}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
