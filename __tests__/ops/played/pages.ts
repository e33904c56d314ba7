import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { madeOnce } from "../../helpers/synth-cache";
import type { Call, Raw } from "./protocols";

/** How an operation is paginated, as botocore describes it. */
interface Pagination {
  readonly input: string;
  readonly output: string;
  readonly limit: string | null;
  readonly more: string | null;
  readonly lists: readonly string[];
}

type Fields = Record<string, unknown>;

/** The services that the commands read lists of, by the names of IAM, with those of botocore. */
export const SERVICES: Readonly<Record<string, string>> = {
  ecs: "ecs",
  logs: "logs",
  ssm: "ssm",
  iam: "iam",
  ec2: "ec2",
  rds: "rds",
  "service-quotas": "service-quotas",
  sesv2: "sesv2",
  sqs: "sqs",
  route53: "route53",
  autoscaling: "autoscaling",
  cloudwatch: "cloudwatch",
  elasticache: "elasticache",
  elasticloadbalancing: "elbv2",
  ecr: "ecr",
  acm: "acm",
  kms: "kms",
  lambda: "lambda",
  s3: "s3",
  sts: "sts",
};

const TOKEN = /^page-of-one-(\d+)$/;

/** By service and operation. */
type Paginations = Readonly<Record<string, Readonly<Record<string, Pagination>>>>;

let table: Paginations | undefined;

/** Reads the descriptions of all services, which takes seconds. */
const paginatedOperations = () =>
  JSON.parse(
    execFileSync(
      process.env.REFEREE_PYTHON ?? "python3",
      [join(__dirname, "paginated_operations.py"), ...Object.values(SERVICES)],
      { encoding: "utf8", maxBuffer: 2 ** 26 },
    ),
  ) as Paginations;

/** How an operation is paginated; undefined for one that returns everything at once. */
export function paginationOf({ service, action }: Pick<Call, "service" | "action">): Pagination | undefined {
  table ??= madeOnce("paginated operations", paginatedOperations);
  return table[SERVICES[service] ?? ""]?.[action];
}

/** Whether each page of a list has one item (`npm run test:pages`). AWS may return fewer items than there are, on any page. */
export const pagesOfOne = () => process.env.PAGES_OF_ONE === "1";

/** One page of one item: which it is, the call for the whole list, and what is made of the answer. */
export interface Page {
  readonly call: Call;
  cut(answer: unknown): unknown;
}

/** Undefined where the operation has no pages, and where the caller continues with a token that is not ours. */
export function pageOf(call: Call): Page | undefined {
  const pagination = paginationOf(call);
  if (!pagination) return undefined;
  const { [pagination.input]: token, ...others } = call.input;
  const index = token === undefined ? 0 : indexIn(token);
  if (Number.isNaN(index)) return undefined;
  const input = Object.fromEntries(Object.entries(others).filter(([name]) => name !== pagination.limit));
  return { call: { ...call, input }, cut: (answer) => cut(answer, index, pagination) };
}

const indexIn = (token: unknown): number =>
  typeof token === "string" ? Number(TOKEN.exec(token)?.[1] ?? NaN) : NaN;

function cut(answer: unknown, index: number, { output, more, lists }: Pagination): unknown {
  if (typeof answer !== "object" || answer === null || answer instanceof Error || isRaw(answer))
    return answer;
  const whole = answer as Fields;
  const longest = Math.max(0, ...lists.map((list) => listIn(whole, list).length));
  const paged = Object.fromEntries(
    lists.flatMap((list) => (list in whole ? [[list, listIn(whole, list).slice(index, index + 1)]] : [])),
  );
  const isLast = index + 1 >= longest;
  return {
    ...whole,
    ...paged,
    ...(isLast ? {} : { [output]: `page-of-one-${index + 1}` }),
    ...(more && !isLast ? { [more]: true } : {}),
  };
}

const listIn = (answer: Fields, name: string): unknown[] =>
  Array.isArray(answer[name]) ? (answer[name] as unknown[]) : [];

const isRaw = (answer: object): answer is Raw => typeof (answer as Raw).status === "number";
