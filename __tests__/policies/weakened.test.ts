import type { EnvironmentInput } from "../../config/schema/schema";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { POLICIES } from "../../policies/policies";
import { FIXTURES } from "../helpers/fixtures";
import type { MadeStack } from "./made-stacks";
import { stacksFrom, violationsIn } from "./made-stacks";
import { concerns, mutated, set } from "./weakenings/mutation";
import { WEAKENINGS } from "./weakenings/weakenings";

const ENVIRONMENTS: Readonly<Record<string, EnvironmentInput>> = {
  production,
  staging,
  ...FIXTURES,
  "reserved-concurrency": { ...production, slack: { ...production.slack, reserveConcurrency: true } },
};

const made = new Map<string, readonly MadeStack[]>();

/** An environment's stacks, made once for all rows. */
function stacksOf(environment: string): readonly MadeStack[] {
  const stacks = made.get(environment) ?? stacksFrom(ENVIRONMENTS[environment]!);
  made.set(environment, stacks);
  return stacks;
}

describe("a stack with one protection switched off is refused", () => {
  it.each(WEAKENINGS)("$environment: $resource ($policy: $says)", (row) => {
    const { environment, policy, resource, says, mutations } = row;
    const stacks = stacksOf(environment);
    const stack = stacks.find(({ json }) => concerns(json, mutations[0]?.address ?? resource)) ?? stacks[0]!;

    const policies = POLICIES.filter(({ name }) => name === policy);

    const violations = violationsIn(stack, mutated(stack.json, resource, mutations), policies);

    const [violation = ""] = violations.filter(
      (each) => each.startsWith(`${stack.name}: ${resource}`) && each.includes(says),
    );
    // The resource and what was found with its fix, then the reason and the rule.
    expect({ violations, violation }).toEqual({
      violations,
      violation: expect.stringMatching(/: [^\n]+: [^\n]+\n {2}[^\n]+\(/) as string,
    });
    expect(violation).toContain(`  ${policies[0]?.reason ?? ""} (${policy}; `);
  });

  it.each(Object.keys(ENVIRONMENTS))("and is accepted as it is: %s", (environment) => {
    expect(stacksOf(environment).flatMap((stack) => violationsIn(stack, stack.json))).toEqual([]);
  });
});

describe("a mutation that changes nothing fails", () => {
  const stack = { resource: { aws_lb: { main_0A1B2C3D: { internal: true } } }, terraform: {} };
  const key = "aws_lb.main";

  it.each([
    ["a value that is there already", key, set("internal", true), "changes nothing"],
    ["an argument that is not there", key, set("access_logs.enabled", false), "has no access_logs.enabled"],
    ["a resource that is not there", "aws_lb.other", set("internal", false), "is not the name of one block"],
  ])("%s", (_, address, mutation, message) => {
    expect(() => mutated(stack, address, [mutation])).toThrow(message);
  });
});
