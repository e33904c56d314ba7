import type { Block, Policy } from "../policy";
import { PHP_VERSION, SUPPORT_ENDS } from "../tables/support-ends";
import { text, unless } from "../values";

/** From how long before the end there is a warning. */
const WARNING_DAYS = 180;

const WITHOUT_EXTENSION = "open-source-rds-extended-support-disabled";

interface Version {
  readonly of: keyof typeof SUPPORT_ENDS;
  readonly version: string;
  /** How it is written in the resource. */
  readonly words: string;
}

const CHECKS: Readonly<Record<string, (body: Block["body"]) => Version[]>> = {
  aws_db_instance: ({ engine, engine_version }) =>
    [/^\d+\.\d+/.exec(text(engine_version) ?? "")?.[0]].flatMap((version) =>
      engine === "mysql" && version
        ? [{ of: "mysql", version, words: `engine_version is ${String(engine_version)}` }]
        : [],
    ),
  aws_lambda_function: ({ runtime }) =>
    text(runtime) === undefined
      ? []
      : [{ of: "lambda", version: String(runtime), words: `runtime is ${String(runtime)}` }],
  // The parameter that names the AMI, e.g. .../optimized-ami/amazon-linux-2023/...
  "data.aws_ssm_parameter": ({ name }) =>
    [/optimized-ami\/amazon-linux-(\d+)/.exec(text(name) ?? "")?.[1]].flatMap((version) =>
      version ? [{ of: "amazon-linux", version, words: `the AMI is of Amazon Linux ${version}` }] : [],
    ),
  aws_ecr_repository: ({ name }) =>
    (text(name) ?? "").endsWith("/app")
      ? [{ of: "php", version: PHP_VERSION, words: `docker/app/Dockerfile installs PHP ${PHP_VERSION}` }]
      : [],
};

const versionsOf = ({ type, body }: Block) => CHECKS[type]?.(body) ?? [];
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const endOf = ({ of, version }: Version): string | undefined =>
  (SUPPORT_ENDS[of] as Readonly<Record<string, string>>)[version];

const newest = ({ of }: Version) => {
  const versions: Readonly<Record<string, string>> = SUPPORT_ENDS[of];
  return Object.entries(versions).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
};

export const endOfSupport: Policy = {
  name: "end-of-support",
  reason: "Nobody fixes its holes any more, or only at a price.",
  source: "the product's own calendar, see policies/tables/support-ends.ts",
  types: Object.keys(CHECKS),
  check: (block, _stack, today) => [
    ...unless(
      block.type !== "aws_db_instance" || block.body.engine_lifecycle_support === WITHOUT_EXTENSION,
      `engine_lifecycle_support is not ${WITHOUT_EXTENSION}, so an old version goes on, billed extra by the hour: set it to that`,
    ),
    ...versionsOf(block).flatMap((version) => {
      const end = endOf(version);
      if (end === undefined)
        return [`${version.words}, of which no end of support is known: add it to policies/tables/`];
      return today > end
        ? [`${version.words}, without support since ${end}: move to ${newest(version)}`]
        : [];
    }),
  ],
  warn: (block, today) =>
    versionsOf(block).flatMap((version) => {
      const end = endOf(version) ?? "";
      return today <= end && daysBetween(today, end) <= WARNING_DAYS
        ? [`${version.words}, without support after ${end}: move to ${newest(version)}`]
        : [];
    }),
};
