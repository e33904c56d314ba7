import { PROTECTIONS } from "../../policies/policies";
import { goldenStacks } from "../helpers/golden-stacks";
import { madeByConstructs } from "./made-by-constructs";
import { WEAKENINGS } from "./weakenings/weakenings";

/** What a construct makes that has nothing of its own to weaken, with the reason. */
const NOTHING_OF_ITS_OWN: Readonly<Record<string, string>> = {
  "constructs/aws/secure-bucket.ts: data.aws_iam_policy_document":
    "Its one statement is weakened as the bucket without it.",
  "constructs/aws/tls-only.ts: data.aws_iam_policy_document":
    "Its one statement is weakened as the bucket or queue without it.",
  "constructs/containers/running-image.ts: data.aws_ssm_parameter":
    "It reads a tag; whose image that is, is weakened.",
};

/** What a protection looks at, and no construct can give away, with the reason. */
const NOT_GIVEN_AWAY: Readonly<Record<string, string>> = {
  "public-access: aws_lb": "It is excepted: it is the public API's door.",
};

const isWeakened = (type: string, among: typeof WEAKENINGS) =>
  among.some(({ resource }) => resource === type || resource.startsWith(`${type}.`));

describe("what is weakened", () => {
  it("is all that the constructs make and some protection looks at", () => {
    const looked = new Set(PROTECTIONS.flatMap(({ types = [] }) => types));
    const forgotten = Object.entries(madeByConstructs()).flatMap(([file, types]) => {
      const ofThisFile = WEAKENINGS.filter((weakening) => weakening.file === file);
      return types
        .filter((type) => looked.has(type) && !isWeakened(type, ofThisFile))
        .map((type) => `${file}: ${type}`);
    });
    expect(forgotten).toEqual(Object.keys(NOTHING_OF_ITS_OWN));
  });

  it("is all that each protection looks at and some stack has", () => {
    const there = new Set(
      goldenStacks().flatMap(({ stack }) => [
        ...Object.keys(stack.resource),
        ...Object.keys(stack.data).map((type) => `data.${type}`),
      ]),
    );
    const forgotten = PROTECTIONS.flatMap(({ name, types = [] }) => {
      const ofThisPolicy = WEAKENINGS.filter(({ policy }) => policy === name);
      return types
        .filter((type) => there.has(type) && !isWeakened(type, ofThisPolicy))
        .map((type) => `${name}: ${type}`);
    });
    expect(forgotten).toEqual(Object.keys(NOT_GIVEN_AWAY));
  });

  it("is something of each protection", () => {
    const weakened = new Set(WEAKENINGS.map(({ policy }) => policy));
    expect(PROTECTIONS.map(({ name }) => name).filter((name) => !weakened.has(name))).toEqual([]);
  });
});
