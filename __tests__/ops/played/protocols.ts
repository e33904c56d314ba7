import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** A call of AWS as its services understand it. */
export interface Call {
  /** As IAM spells it, e.g. `ecs`. */
  readonly service: string;
  readonly action: string;
  readonly input: Record<string, unknown>;
}

/** What AWS answers instead of a result. */
export class AwsError extends Error {
  constructor(
    public readonly code: string,
    message = code,
    public readonly status = 400,
    public readonly more: object = {},
  ) {
    super(message);
  }
}

/** An answer as it is sent, which for S3 has no envelope. */
export interface Raw {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly body?: string | Buffer | undefined;
}

const isRaw = (answer: unknown): answer is Raw =>
  typeof answer === "object" &&
  answer !== null &&
  !(answer instanceof Error) &&
  typeof (answer as Raw).status === "number";

/** How the names of signatures differ from those of IAM. */
const IAM_PREFIX: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** Reads a request in any of the protocols that the commands' clients speak: JSON, query, the REST of S3, Lambda and AWS Backup. */
export function callOf(request: IncomingMessage, body: string): Call {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? "");
  const signed = scope?.[1] ?? "unsigned";
  const service = IAM_PREFIX[signed] ?? signed;
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const input = JSON.parse(body || "{}") as Record<string, unknown>;
    return { service, action: target.split(".").at(-1) ?? "", input };
  }
  if (service === "lambda") {
    const [, , what, FunctionName = "", question] = request.url?.split("/").map(decodeURIComponent) ?? [];
    if (what === "account-settings") return { service, action: "GetAccountSettings", input: {} };
    if (question === "concurrency")
      return { service, action: "GetFunctionConcurrency", input: { FunctionName } };
    return { service, action: "Invoke", input: { FunctionName, Payload: body } };
  }
  if (service === "backup") {
    const { searchParams } = new URL(request.url ?? "/", "http://endpoint");
    return { service, action: "ListCopyJobs", input: Object.fromEntries(searchParams) };
  }
  if (service === "route53") {
    const [, , , Id = ""] = request.url?.split("?")[0]?.split("/") ?? [];
    return { service, action: Id ? "GetHostedZone" : "ListHostedZonesByName", input: { Id } };
  }
  if (service === "s3" || service === "unsigned") return restCall(service, request, body);
  const { Action = "", ...input } = Object.fromEntries(new URLSearchParams(body));
  return { service, action: Action, input };
}

function restCall(
  service: string,
  { method = "GET", url = "/", headers }: IncomingMessage,
  body: string,
): Call {
  const { pathname, searchParams } = new URL(url, "http://endpoint");
  const [, Bucket = "", ...key] = decodeURIComponent(pathname).split("/");
  const Key = key.join("/");
  const action = Key
    ? { GET: "GetObject", PUT: "PutObject", HEAD: "HeadObject", DELETE: "DeleteObject" }[method]
    : method === "HEAD"
      ? "HeadBucket"
      : searchParams.has("versions")
        ? "ListObjectVersions"
        : "ListObjectsV2";
  return {
    service,
    action: action ?? method,
    input: {
      Bucket,
      Key,
      Body: body,
      VersionId: searchParams.get("versionId") ?? undefined,
      Prefix: searchParams.get("prefix") ?? "",
      IfMatch: headers["if-match"],
      IfNoneMatch: headers["if-none-match"],
      ExpectedBucketOwner: headers["x-amz-expected-bucket-owner"],
    },
  };
}

/** Puts an answer, or an error, into the protocol that its call came in. */
export function answerOf(call: Call, answer: unknown): Raw {
  if (isRaw(answer)) return answer;
  if (QUERY.has(call.service)) return query(call, answer);
  if (call.service === "s3") return rest(answer);
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return answer instanceof AwsError
    ? {
        status: answer.status,
        headers,
        body: json({ __type: answer.code, message: answer.message, ...answer.more }),
      }
    : { status: 200, headers, body: json(answer) };
}

const QUERY = new Set(["sts", "iam", "elasticloadbalancing", "autoscaling", "rds", "elasticache"]);

/** How Amazon RDS and Amazon ElastiCache name the items of their lists. */
const ITEMS: Readonly<Record<string, string>> = {
  DBInstances: "DBInstance",
  DBSnapshots: "DBSnapshot",
  DBInstanceAutomatedBackups: "DBInstanceAutomatedBackup",
  DBSubnetGroups: "DBSubnetGroup",
  DBParameterGroups: "DBParameterGroup",
  VpcSecurityGroups: "VpcSecurityGroupMembership",
  TagList: "Tag",
  ReplicationGroups: "ReplicationGroup",
  MemberClusters: "ClusterId",
  NodeGroups: "NodeGroup",
  NodeGroupMembers: "NodeGroupMember",
};

/** AWS's JSON has times as seconds. */
const json = (value: unknown) =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, serialized: unknown) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1_000 : serialized;
  });

function query({ action }: Call, answer: unknown): Raw {
  const headers = { "content-type": "text/xml" };
  if (answer instanceof AwsError) {
    const { code, message, status } = answer;
    const error = xml({ Error: { Type: "Sender", Code: code, Message: message }, RequestId: "1" });
    return { status, headers, body: `<ErrorResponse>${error}</ErrorResponse>` };
  }
  const result = `<${action}Result>${xml(answer)}</${action}Result>`;
  return { status: 200, headers, body: `<${action}Response>${result}</${action}Response>` };
}

function rest(answer: unknown): Raw {
  const headers = { "content-type": "application/xml" };
  if (answer instanceof AwsError) {
    const { code, message, status } = answer;
    return { status, headers, body: xml({ Error: { Code: code, Message: message } }) };
  }
  return { status: 200, headers, body: xml(answer) };
}

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function xml(value: unknown, item = "member"): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => `<${item}>${xml(each)}</${item}>`).join("");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => `<${name}>${xml(each, ITEMS[name])}</${name}>`)
      .join("");
  }
  return String((value as string | number | boolean | null | undefined) ?? "").replace(
    /[&<>]/g,
    (character) => ESCAPED[character] ?? character,
  );
}
