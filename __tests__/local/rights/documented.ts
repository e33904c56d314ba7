/** A condition, what the request has, and whether AWS documents that it holds. */
export interface Case {
  readonly what: string;
  readonly condition: Record<string, Record<string, string | string[]>>;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly holds: boolean;
}

const ONE = "aws:PrincipalTag/team";
const SEVERAL = "aws:TagKeys";
const ARN = "aws:SourceArn";
const PROVIDERS = "ecs:capacity-provider";

const host = (name: string) => `arn:aws:ecs:eu-west-1:123456789012:capacity-provider/${name}`;

type Row = readonly [
  what: string,
  operator: string,
  key: string,
  expected: string | string[],
  actual: string | readonly string[] | undefined,
  holds: boolean,
];

const cases = (rows: readonly Row[]): Case[] =>
  rows.map(([what, operator, key, expected, actual, holds]) => ({
    what: `${operator} ${what}`,
    condition: { [operator]: { [key]: expected } },
    context: actual === undefined ? {} : { [key]: actual },
    holds,
  }));

/** "IAM JSON policy elements: Condition operators", IAM User Guide: negated operators hold for a missing key. */
const SINGLE = cases([
  ["with the value", "StringEquals", ONE, "api", "api", true],
  ["with one of the values", "StringEquals", ONE, ["web", "api"], "api", true],
  ["in other case", "StringEquals", ONE, "api", "API", false],
  ["with a star, which is not a wildcard there", "StringEquals", ONE, "a*", "api", false],
  ["without the key", "StringEquals", ONE, "api", undefined, false],
  ["with none of the values", "StringNotEquals", ONE, ["web", "job"], "api", true],
  ["with one of the values", "StringNotEquals", ONE, ["web", "api"], "api", false],
  ["without the key", "StringNotEquals", ONE, "api", undefined, true],
  ["with a pattern", "StringLike", ONE, "a?i*", "apis", true],
  ["with a bracket, which means itself", "StringLike", ONE, "[a]*", "api", false],
  ["without the key", "StringLike", ONE, "*", undefined, false],
  ["with a pattern", "StringNotLike", ONE, "a*", "api", false],
  ["without the key", "StringNotLike", ONE, "a*", undefined, true],
  ["with a pattern", "ArnEquals", ARN, host("api-*"), host("api-1"), true],
  ["with a pattern", "ArnLike", ARN, host("api-?"), host("api-1"), true],
  ["with a wildcard in one component", "ArnLike", ARN, "arn:aws:ecs:*:123456789012:*", host("api"), true],
  [
    "with a wildcard for several components",
    "ArnLike",
    ARN,
    "arn:aws:ecs:*:capacity-provider/api",
    host("api"),
    false,
  ],
  ["without the key", "ArnLike", ARN, "*", undefined, false],
  ["with another", "ArnNotEquals", ARN, host("api"), host("web"), true],
  ["without the key", "ArnNotLike", ARN, host("api"), undefined, true],
  ["with true", "Bool", "aws:SecureTransport", "true", "true", true],
  ["with false", "Bool", "aws:SecureTransport", "true", "false", false],
  ["without the key", "Bool", "aws:SecureTransport", "false", undefined, false],
]);

/** The same, "...IfExists condition operators" and "Condition operator to check existence of condition keys". */
const EXISTENCE = cases([
  ["with the value", "StringEqualsIfExists", ONE, "api", "api", true],
  ["with another value", "StringEqualsIfExists", ONE, "api", "web", false],
  ["without the key", "StringEqualsIfExists", ONE, "api", undefined, true],
  ["with the value", "StringNotEqualsIfExists", ONE, "api", "api", false],
  ["without the key", "StringNotEqualsIfExists", ONE, "api", undefined, true],
  ["without the key", "StringLikeIfExists", ONE, "a*", undefined, true],
  ["with another", "ArnEqualsIfExists", ARN, host("api"), host("web"), false],
  ["without the key", "ArnLikeIfExists", ARN, host("api"), undefined, true],
  ["with another value", "BoolIfExists", "aws:SecureTransport", "true", "false", false],
  ["without the key", "BoolIfExists", "aws:SecureTransport", "true", undefined, true],
  ["true without the key", "Null", ONE, "true", undefined, true],
  ["true with the key", "Null", ONE, "true", "api", false],
  ["false without the key", "Null", ONE, "false", undefined, false],
  ["false with the key", "Null", ONE, "false", "api", true],
  ["false with several values", "Null", SEVERAL, "false", ["a", "b"], true],
]);

/** "Single-valued vs. multivalued context keys", IAM User Guide. */
const SETS = cases([
  ["with a part of the values", "ForAllValues:StringEquals", SEVERAL, ["a", "b"], ["a"], true],
  ["with all of the values", "ForAllValues:StringEquals", SEVERAL, ["a", "b"], ["b", "a"], true],
  ["with one value too many", "ForAllValues:StringEquals", SEVERAL, ["a", "b"], ["a", "c"], false],
  ["without the key", "ForAllValues:StringEquals", SEVERAL, ["a", "b"], undefined, true],
  ["with an empty set", "ForAllValues:StringEquals", SEVERAL, ["a", "b"], [], true],
  ["with patterns", "ForAllValues:StringLike", SEVERAL, ["a*", "b*"], ["ab", "ba"], true],
  ["with none of the values", "ForAllValues:StringNotEquals", SEVERAL, ["a"], ["b", "c"], true],
  ["with one of the values", "ForAllValues:StringNotEquals", SEVERAL, ["a"], ["a", "c"], false],
  ["without the key", "ForAllValues:StringEqualsIfExists", SEVERAL, "a", undefined, true],
  ["with another value", "ForAllValues:StringEqualsIfExists", SEVERAL, "a", ["b"], false],
  ["with the hosts", "ForAllValues:ArnEquals", PROVIDERS, host("api"), [host("api")], true],
  [
    "with other hosts, too",
    "ForAllValues:ArnEquals",
    PROVIDERS,
    host("api"),
    [host("api"), host("b")],
    false,
  ],
  ["with one of the values", "ForAnyValue:StringEquals", SEVERAL, ["a", "b"], ["c", "b"], true],
  ["with none of the values", "ForAnyValue:StringEquals", SEVERAL, ["a", "b"], ["c", "d"], false],
  ["without the key", "ForAnyValue:StringEquals", SEVERAL, ["a", "b"], undefined, false],
  ["with an empty set", "ForAnyValue:StringEquals", SEVERAL, ["a", "b"], [], false],
  ["without the key", "ForAnyValue:StringEqualsIfExists", SEVERAL, "a", undefined, false],
  ["with a pattern", "ForAnyValue:StringLike", SEVERAL, "a*", ["b", "ab"], true],
  ["with one that is not among them", "ForAnyValue:StringNotEquals", SEVERAL, ["a"], ["a", "b"], true],
  ["with none but them", "ForAnyValue:StringNotEquals", SEVERAL, ["a", "b"], ["a", "b"], false],
]);

const TOGETHER: Case[] = [
  {
    what: "two operators, of which one does not hold",
    condition: { "ForAllValues:ArnEquals": { [PROVIDERS]: host("api") }, Null: { [PROVIDERS]: "false" } },
    context: {},
    holds: false,
  },
  {
    what: "two operators that hold",
    condition: { "ForAllValues:ArnEquals": { [PROVIDERS]: host("api") }, Null: { [PROVIDERS]: "false" } },
    context: { [PROVIDERS]: [host("api")] },
    holds: true,
  },
  {
    what: "two keys, of which one does not match",
    condition: { StringEquals: { [ONE]: "api", "aws:PrincipalTag/stage": "test" } },
    context: { [ONE]: "api", "aws:PrincipalTag/stage": "production" },
    holds: false,
  },
  {
    what: "a key in other case",
    condition: { StringEquals: { "AWS:principaltag/TEAM": "api" } },
    context: { [ONE]: "api" },
    holds: true,
  },
];

/** What the other simulation answers differently: for AWS `Null` is true of an empty value ("Multivalued context key examples"). */
export const DISPUTED: readonly Case[] = cases([
  ["false with an empty set", "Null", SEVERAL, "false", [], false],
  ["true with an empty set", "Null", SEVERAL, "true", [], true],
]);

export const DOCUMENTED: readonly Case[] = [...SINGLE, ...EXISTENCE, ...SETS, ...TOGETHER];

/** What the embedded AWS does not know, or AWS does not document. The field `holds` is not used. */
export const NOT_DOCUMENTED: readonly Case[] = cases([
  ["with one value", "ForAllValues:StringEquals", ONE, "api", "api", false],
  ["with several values", "StringEquals", SEVERAL, "a", ["a"], false],
  ["which is not known here", "NumericLessThan", ONE, "5", "4", false],
  ["which is not known here", "IpAddress", "aws:SourceIp", "10.0.0.0/8", "10.0.0.1", false],
  ["with a policy variable", "StringEquals", ONE, "${aws:username}", "api", false],
  ["with an unknown qualifier", "ForSomeValues:StringEquals", SEVERAL, "a", ["a"], false],
]);
