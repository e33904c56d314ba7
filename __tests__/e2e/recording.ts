import type { AwsCall } from "../helpers/requests";
import type { Call } from "./aws-controls";

/** How the names in signatures differ from IAM's. */
const IAM_PREFIX: Readonly<Record<string, string>> = { monitoring: "cloudwatch", tagging: "tag" };

/** The actions for a bucket, by their query (Amazon S3 API Reference). IAM has other names for some of them. */
const BUCKET_QUESTIONS: Readonly<Record<string, string>> = {
  accelerate: "GetAccelerateConfiguration",
  acl: "GetBucketAcl",
  cors: "GetBucketCORS",
  encryption: "GetEncryptionConfiguration",
  lifecycle: "GetLifecycleConfiguration",
  "list-type": "ListObjectsV2",
  location: "GetBucketLocation",
  logging: "GetBucketLogging",
  "object-lock": "GetBucketObjectLockConfiguration",
  ownershipControls: "GetBucketOwnershipControls",
  policy: "GetBucketPolicy",
  prefix: "ListObjectsV2",
  publicAccessBlock: "GetBucketPublicAccessBlock",
  replication: "GetReplicationConfiguration",
  requestPayment: "GetBucketRequestPayment",
  tagging: "GetBucketTagging",
  versioning: "GetBucketVersioning",
  website: "GetBucketWebsite",
};

/** The paths of services without an action in the request (their API references). */
const PATHS: Readonly<Record<string, readonly (readonly [path: RegExp, action: string])[]>> = {
  lambda: [
    [/^GET \/2015-03-31\/functions\/(?<FunctionName>[^/]+)$/, "GetFunction"],
    [/^GET \/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/policy$/, "GetPolicy"],
    [/^GET \/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/versions$/, "ListVersionsByFunction"],
    [
      /^GET \/2020-06-30\/functions\/(?<FunctionName>[^/]+)\/code-signing-config$/,
      "GetFunctionCodeSigningConfig",
    ],
    [
      /^GET \/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/,
      "GetFunctionEventInvokeConfig",
    ],
  ],
  route53: [
    [/^GET \/2013-04-01\/hostedzone$/, "ListHostedZones"],
    [/^GET \/2013-04-01\/hostedzonesbyname$/, "ListHostedZonesByName"],
    [/^GET \/2013-04-01\/hostedzone\/(?<Id>[^/]+)$/, "GetHostedZone"],
    [/^GET \/2013-04-01\/hostedzone\/(?<Id>[^/]+)\/rrset$/, "ListResourceRecordSets"],
    [/^GET \/2013-04-01\/tags\/hostedzone\/(?<Id>[^/]+)$/, "ListTagsForResource"],
  ],
  scheduler: [
    [/^GET \/schedules\/(?<Name>[^/]+)$/, "GetSchedule"],
    [/^GET \/tags\/.+$/, "ListTagsForResource"],
  ],
};

/** A recorded call, by its name in AWS's API, and its resource. */
export function named({ service, action, query, names }: Call): AwsCall {
  if (service === null) return { service: "sts", action, input: names };
  if (service === "s3") return namedOfS3(action, query);

  const prefix = IAM_PREFIX[service] ?? service;
  if (!action.includes(" ")) return { service: prefix, action, input: names };
  const path = decodeURIComponent(action.replace(/\/$/, ""));
  const found = PATHS[service]?.find(([pattern]) => pattern.test(path));
  if (found === undefined) throw new Error(`Which action of ${service} is ${action}?`);
  return { service: prefix, action: found[1], input: { ...names, ...found[0].exec(path)?.groups } };
}

function namedOfS3(request: string, query: string): AwsCall {
  const [method = "", path = ""] = request.split(" ");
  const [, Bucket = "", ...rest] = path.split("/");
  const input = { Bucket, Key: rest.join("/") };
  const questions = [...new URLSearchParams(query).keys()];

  if (input.Key !== "") {
    const about = questions.includes("tagging") ? "ObjectTagging" : "Object";
    const verb = { GET: "Get", HEAD: "Head", PUT: "Put", DELETE: "Delete" }[method] ?? method;
    return { service: "s3", action: `${verb}${about}`, input };
  }
  if (method === "HEAD") return { service: "s3", action: "HeadBucket", input };
  const action = questions.flatMap((question) => BUCKET_QUESTIONS[question] ?? [])[0];
  if (method !== "GET" || action === undefined) throw new Error(`Which action of S3 is ${request}?${query}`);
  return { service: "s3", action, input };
}
