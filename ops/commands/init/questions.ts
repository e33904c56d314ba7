import { z } from "zod";
import { environmentSchema } from "../../../config/schema/schema";
import { cidr, hostname } from "../../../config/schema/fields";
import { findInstanceType } from "../../../facts/instance-types";
import { isZoneOf, REGIONS, usualZonesOf } from "../../../facts/regions";
import type { AccountFacts } from "./account-facts";
import type { Answers } from "./answers";
import { listOf } from "./answers";

/** What is known when a question is asked. */
export interface Known {
  readonly environment: string;
  readonly answers: Partial<Answers>;
  readonly account: AccountFacts;
  readonly region: string | undefined;
  readonly remotes: { readonly app: string | undefined; readonly own: string | undefined };

  /** The ranges of the other environments. */
  readonly ranges: readonly string[];
}

export interface Question<Name extends keyof Answers = keyof Answers> {
  readonly name: Name;
  readonly message: string;
  readonly example: string;

  readonly default: (known: Known) => Answers[Name] | undefined;

  /** What is allowed, if the answer is not. */
  readonly check: (answer: string, known: Known) => string | undefined;

  /** Whether "none" is an answer, which is the flag `--no-<name>`. */
  readonly optional?: true;

  /** Its default follows from this answer, so that one is reported as missing, and not both. */
  readonly follows?: keyof Answers;

  /** Not asked, because another answer decides. */
  readonly skip?: (answers: Partial<Answers>) => boolean;
}

const fits = (schema: z.ZodType) => (answer: string) => {
  const { error } = schema.safeParse(answer);
  return error?.issues[0]?.message;
};
const one = <Name extends keyof Answers>(question: Question<Name>) => question as unknown as Question;

const REPOSITORY = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:-?[A-Za-z0-9])*(?:@\d+)?\/[A-Za-z0-9._-]+(?:@\d+)?$/,
    "owner/name of one GitHub repository",
  );

/** The questions, in the order in which they are asked. A later default may depend on an earlier answer. */
export const QUESTIONS: readonly Question[] = [
  one({
    name: "application",
    message: "Name of the application",
    example: "shop",
    default: ({ remotes }) =>
      remotes.app
        ?.split("/")[1]
        ?.toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .slice(0, 20),
    check: fits(environmentSchema.shape.application),
  }),
  one({
    name: "account",
    message: "AWS account",
    example: "111122223333",
    default: ({ account }) => account.accountId,
    check: fits(environmentSchema.shape.accountId),
  }),
  one({
    name: "region",
    message: "AWS region",
    example: "ap-northeast-1",
    default: ({ region }) => region,
    check: (answer) =>
      REGIONS.includes(answer) ? undefined : "a region of the aws partition, like ap-northeast-1",
  }),
  one({
    name: "zones",
    message: "Availability zones, two or more",
    example: "ap-northeast-1a,ap-northeast-1c",
    follows: "region",
    default: ({ account, answers: { region } }) =>
      (account.zones?.slice(0, 3) ?? (region === undefined ? [] : usualZonesOf(region))).join(",") ||
      undefined,
    check: (answer, { answers, region }) => {
      const zones = listOf(answer);
      const here = answers.region ?? region;
      const fit = here === undefined || zones.every((zone) => isZoneOf(here, zone));
      return zones.length >= 2 && fit
        ? undefined
        : `two zones of ${here ?? "the region"} or more, separated by commas`;
    },
  }),
  one({
    name: "domain",
    message: "Host name of the API (none: plain HTTP)",
    example: "api.example.com",
    optional: true,
    default: ({ account }) =>
      account.hostedZones?.[0] === undefined ? undefined : `api.${account.hostedZones[0]}`,
    check: fits(hostname),
  }),
  one({
    name: "hostedZone",
    message: "Route 53 hosted zone of that name",
    example: "example.com",
    skip: ({ domain }) => domain === false,
    default: ({ answers: { domain }, account }) => {
      if (!domain) return undefined;
      const parents = (account.hostedZones ?? []).filter(
        (zone) => domain === zone || domain.endsWith(`.${zone}`),
      );
      const [longest] = parents.sort((a, b) => b.length - a.length);
      return (
        longest ??
        domain
          .split(".")
          .slice(domain.split(".").length > 2 ? 1 : 0)
          .join(".")
      );
    },
    check: (answer, { answers: { domain } }) =>
      domain === answer || (domain && domain.endsWith(`.${answer}`))
        ? undefined
        : `${domain}, or a parent of it`,
  }),
  one({
    name: "instanceType",
    message: "Instance type of the hosts",
    example: "t3.small",
    default: () => "t3.small",
    check: (answer) =>
      findInstanceType(answer) ? undefined : "an instance type in facts/instance-types.ts, like t3.small",
  }),
  one({
    name: "instanceClass",
    message: "Class of the database",
    example: "db.t4g.micro",
    default: () => "db.t4g.micro",
    check: fits(environmentSchema.shape.database.shape.instanceClass),
  }),
  one({
    name: "cidr",
    message: "Range of the network",
    example: "10.0.0.0/16",
    default: ({ ranges }) =>
      Array.from({ length: 256 }, (_, index) => `10.${index}.0.0/16`).find(
        (range) => !ranges.includes(range),
      ),
    check: (answer) =>
      fits(cidr)(answer) ?? (/^\d+\.\d+\.0\.0\/16$/.test(answer) ? undefined : "a range like 10.0.0.0/16"),
  }),
  one({
    name: "email",
    message: "E-mail address that gets the alarms",
    example: "operators@example.com",
    optional: true,
    default: () => false,
    check: fits(z.email("an e-mail address")),
  }),
  one({
    name: "slack",
    message: "Slack channel of deployments and failures",
    example: "#deploy",
    optional: true,
    default: () => false,
    check: (answer) => (answer.startsWith("#") ? undefined : "the name of a channel, with its #"),
  }),
  one({
    name: "appRepository",
    message: "GitHub repository of the application (none: an IAM user deploys)",
    example: "example/api",
    optional: true,
    default: ({ remotes }) => remotes.app,
    check: fits(REPOSITORY),
  }),
  one({
    name: "repository",
    message: "GitHub repository of this project",
    example: "example/laravel-ecs",
    skip: ({ appRepository }) => appRepository === false,
    default: ({ remotes }) => remotes.own,
    check: fits(REPOSITORY),
  }),
];

/** The flag of a question, e.g. `--hosted-zone`. */
export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
