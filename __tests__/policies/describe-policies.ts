import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { PROTECTIONS, RULES } from "../../policies/policies";
import type { Policy } from "../../policies/policy";
import { SUPPORT_DAY } from "../helpers/support-day";
import type { Case } from "./protected";
import { TAGS } from "./protected";
import type { Build } from "./synth";
import { synth, synthesizeUnder } from "./synth";

interface Cases {
  /** Stacks that a rule accepts. */
  readonly accepts?: readonly (readonly [rule: string, words: string, build: Build])[];
  /** Stacks that a rule refuses, with a part of the message. */
  readonly refuses?: readonly (readonly [rule: string, words: string, build: Build, message: string])[];
  /** Stacks that have a protection, with a change that removes it. */
  readonly protects?: readonly Case[];
}

/** Tests the policies of one file of `policies/subjects`. */
export function describePolicies(
  file: Readonly<Record<string, Policy>>,
  { accepts = [], refuses = [], protects = [] }: Cases,
): void {
  const policies = Object.values(file);
  const namesIn = (all: readonly Policy[]) =>
    all.filter((one) => policies.includes(one)).map(({ name }) => name);
  const namesOf = (cases: readonly (readonly [string, ...unknown[]])[]) => [
    ...new Set(cases.map(([name]) => name)),
  ];

  for (const [rule, words, build] of accepts) {
    it(`${rule} accepts ${words}`, () => {
      expect(synth(build)).toBe("accepted");
    });
  }

  for (const [rule, words, build, message] of refuses) {
    it(`${rule} refuses ${words}`, () => {
      const refusal = synth(build);
      expect(refusal).toContain(message);
      expect(refusal).toContain(`(${rule}; `);
    });
  }

  for (const [name, words, build, change, message] of protects) {
    it(`${name} (${words})`, () => {
      const only = policies.filter((policy) => policy.name === name);
      const synthesizeWith = (changed?: object) =>
        synthesizeUnder({ policies: only, today: SUPPORT_DAY }, (stack) => {
          build(stack, changed);
          if (!stack.node.tryFindChild("aws"))
            new AwsProvider(stack, "aws", { defaultTags: [{ tags: TAGS }] });
        });

      expect(synthesizeWith().message).toBe("accepted");
      const { message: refusal, files } = synthesizeWith(change);
      expect(refusal).toContain(message);
      expect(refusal).toContain(`(${name}; `);
      expect(files).toEqual([]);
    });
  }

  it("has a case for each of its policies", () => {
    expect(namesOf(accepts).sort()).toEqual(namesIn(RULES).sort());
    expect(namesOf(refuses).sort()).toEqual(namesIn(RULES).sort());
    expect(namesOf(protects).sort()).toEqual(namesIn(PROTECTIONS).sort());
  });

  it("is listed among the policies", () => {
    expect([...namesIn(RULES), ...namesIn(PROTECTIONS)].sort()).toEqual(
      policies.map(({ name }) => name).sort(),
    );
  });
}
