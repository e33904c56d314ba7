import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { PROTECTIONS, RULES } from "../../policies/policies";
import type { Policy } from "../../policies/policy";
import { SUPPORT_DAY } from "../helpers/support-day";
import type { Protected } from "./protected";
import { TAGS } from "./protected";
import type { Build } from "./synth";
import { synth, synthesizeUnder } from "./synth";

/** By the name of a policy, and by what it is about in words. */
type Cases<Case> = Readonly<Record<string, Readonly<Record<string, Case>>>>;

type Refusal = readonly [build: Build, message: string];

interface CasesOfAFile {
  /** Stacks that a rule accepts. */
  readonly accepts?: Cases<Build>;
  /** Stacks that a rule refuses, with a part of the message. */
  readonly refuses?: Cases<Refusal>;
  /**
   * Stacks that have a protection, with a change that removes it, and a part of the message then: where `weakenings/`, which
   * change the stacks of this project, cannot show it.
   */
  readonly protects?: Cases<readonly [build: Protected, change: object, message: string]>;
}

/** Refusals of one rule, whose messages differ in what was found. */
export const refusals = (
  all: readonly (readonly [words: string, found: string, build: Build])[],
  messageOf: (found: string) => string,
): Record<string, Refusal> =>
  Object.fromEntries(all.map(([words, found, build]) => [words, [build, messageOf(found)]]));

const listed = <Case>(cases: Cases<Case>) =>
  Object.entries(cases).flatMap(([policy, byWords]) =>
    Object.entries(byWords).map(([words, each]) => [policy, words, each] as const),
  );

/** Tests the policies of one file of `policies/subjects`. */
export function describePolicies(
  file: Readonly<Record<string, Policy>>,
  { accepts = {}, refuses = {}, protects = {} }: CasesOfAFile,
): void {
  const policies = Object.values(file);
  const namesIn = (all: readonly Policy[]) =>
    all.filter((one) => policies.includes(one)).map(({ name }) => name);

  for (const [rule, words, build] of listed(accepts)) {
    it(`${rule} accepts ${words}`, () => {
      expect(synth(build)).toBe("accepted");
    });
  }

  for (const [rule, words, [build, message]] of listed(refuses)) {
    it(`${rule} refuses ${words}`, () => {
      const refusal = synth(build);
      expect(refusal).toContain(message);
      expect(refusal).toContain(`(${rule}; `);
    });
  }

  for (const [name, words, [build, change, message]] of listed(protects)) {
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

  it("has a case for each of its rules", () => {
    expect(Object.keys(accepts).sort()).toEqual(namesIn(RULES).sort());
    expect(Object.keys(refuses).sort()).toEqual(namesIn(RULES).sort());
  });

  it("is listed among the policies", () => {
    expect([...namesIn(RULES), ...namesIn(PROTECTIONS)].sort()).toEqual(
      policies.map(({ name }) => name).sort(),
    );
  });
}
