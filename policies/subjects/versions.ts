import { given } from "../../facts/given";
import { PINS } from "../../facts/pins";
import type { Version } from "../../facts/support-ends";
import { supportEndOf } from "../../facts/support-ends";
import type { Block } from "../block";
import type { Policy } from "../policy";
import { WARNING_DAYS, daysBetween, withoutSupport } from "../support";
import { found, text, unless } from "../values";

/**
 * How old a release of the AMI may be without a warning: a choice of this project. The kernel, the agent and Docker are
 * those of its day, because nothing updates them on a host ("Deterministic upgrades through versioned repositories on
 * AL2023", Amazon Linux 2023 User Guide).
 */
const AMI_DAYS = 365;
const NEWEST_AMI =
  "`aws ssm get-parameter --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_version`";

const WITHOUT_EXTENSION = "open-source-rds-extended-support-disabled";

interface Found extends Version {
  /** How it is written in the resource. */
  readonly words: string;
}

const CHECKS: Readonly<Record<string, (body: Block["body"]) => Found[]>> = {
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
};

/** The project's own versions are never refused: `pinWarnings` warns of them. */
const isPin = ({ of, version }: Version) => PINS.some((pin) => pin.of === of && pin.version === version);

const versionsOf = ({ type, body }: Block) =>
  (CHECKS[type]?.(body) ?? []).filter((version) => !isPin(version));

/** The day of the AMI's release, e.g. `2026-02-26` of `.../al2023-ami-ecs-hvm-2023.0.20260226-...`. */
function amiReleasedOn({ type, body }: Block): string | undefined {
  const [, year, month, day] = /-2023\.0\.(\d{4})(\d\d)(\d\d)-/.exec(text(body.name) ?? "") ?? [];
  return type === "data.aws_ssm_parameter" && year ? `${year}-${month}-${day}` : undefined;
}

export const endOfSupport: Policy = {
  name: "end-of-support",
  reason: "Security fixes are no longer published, or only at an extra charge.",
  source: "the product's own calendar, see facts/support-ends.ts",
  types: Object.keys(CHECKS),
  check: (block, _stack, today) => [
    ...unless(
      block.type !== "aws_db_instance" || block.body.engine_lifecycle_support === WITHOUT_EXTENSION,
      "extended-support",
      `engine_lifecycle_support is not ${WITHOUT_EXTENSION}, so an old version is billed extra by the hour: set it to that`,
    ),
    ...versionsOf(block).flatMap((version) => {
      const end = supportEndOf(version);
      if (end === undefined)
        return found(
          "unknown-version",
          `${version.words}, of which no end of support is known: add it to facts/`,
        );
      return today > end ? found("ended", withoutSupport(version, version.words, today)) : [];
    }),
  ],
  warn: (block, today) => {
    const released = amiReleasedOn(block);
    return given(
      ...versionsOf(block).map((version) => {
        const end = supportEndOf(version) ?? "";
        return (
          today <= end &&
          daysBetween(today, end) <= WARNING_DAYS &&
          found("ending", withoutSupport(version, version.words, today))
        );
      }),
      released !== undefined &&
        daysBetween(released, today) > AMI_DAYS &&
        found(
          "old-ami",
          `the AMI was released on ${released}: set hosts.ecsAmiRelease to what ${NEWEST_AMI} prints`,
        ),
    );
  },
};
