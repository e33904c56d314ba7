import { PROTECTIONS } from "../../policies/policies";
import { SynthesizedStack } from "../../policies/synthesized-stack";
import { goldenStacks } from "../helpers/golden-stacks";
import { WEAKENINGS } from "./weakenings/weakenings";

/** A resource that a protection looks at and that has no weakening, with the reason. */
const NOT_WEAKENED: Readonly<Record<string, string>> = {
  "public-access: aws_lb": "It is excepted: the load balancer is public.",
};

const isWeakened = (type: string, among: typeof WEAKENINGS) =>
  among.some(({ resource }) => resource === type || resource.startsWith(`${type}.`));

describe("what is weakened", () => {
  it("is every type of resource that a protection looks at and some stack has", () => {
    const there = new Set(
      goldenStacks().flatMap(({ name, stack }) =>
        new SynthesizedStack(name, { ...stack }).blocks.map(({ type }) => type),
      ),
    );
    const forgotten = PROTECTIONS.flatMap(({ name, types = [] }) => {
      const ofThisPolicy = WEAKENINGS.filter(({ policy }) => policy === name);
      return types
        .filter((type) => there.has(type) && !isWeakened(type, ofThisPolicy))
        .map((type) => `${name}: ${type}`);
    });
    expect(forgotten).toEqual(Object.keys(NOT_WEAKENED));
  });

  it("is something of each protection", () => {
    const weakened = new Set(WEAKENINGS.map(({ policy }) => policy));
    expect(PROTECTIONS.map(({ name }) => name).filter((name) => !weakened.has(name))).toEqual([]);
  });
});
