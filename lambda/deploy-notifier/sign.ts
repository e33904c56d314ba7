import { createHash, createHmac } from "node:crypto";

/**
 * The headers of one action of AWS's JSON protocol, with AWS's signature among them ("AWS Signature Version 4 for API
 * requests", IAM User Guide).
 */
export const sign = (
  { host, pathname }: URL,
  service: string,
  action: string,
  body: string,
  {
    AWS_REGION,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
  }: Readonly<Record<string, string | undefined>>,
  now = new Date(),
): Record<string, string> => {
  const at = now.toISOString().replace(/[:-]|\.\d+/g, "");
  // In alphabetical order, as Signature Version 4 requires.
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host,
    "x-amz-date": at,
    ...(AWS_SESSION_TOKEN && { "x-amz-security-token": AWS_SESSION_TOKEN }),
    "x-amz-target": action,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map((header) => header.join(":"));
  const request = ["POST", pathname, "", ...lines, "", names, sha256(body)].join("\n");

  const parts = [at.slice(0, 8), AWS_REGION, service, "aws4_request"];
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${AWS_SECRET_ACCESS_KEY}`);
  const scope = parts.join("/");
  const signature = hmac(key, ["AWS4-HMAC-SHA256", at, scope, sha256(request)].join("\n"));
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature.toString("hex")}`,
  };
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text = "") => createHmac("sha256", key).update(text).digest();
